import { useEffect } from 'react';
import { useThing } from '#kernel/ui/query.ts';
import { DOCUMENTS, type DocumentDetail } from './data.ts';
import { words } from './words.ts';
import './documents.css';

interface SeenLetterProps {
  document: string;
  /** The version of the text that stands here, once it does; null where there is none (IN-111). */
  see: (version: number | null) => void;
}

/** What would go to the client with a document, as whoever decides about it from the list sees it. */
export const SeenLetter = ({ document, see }: SeenLetterProps) => {
  const { data } = useThing<DocumentDetail>(`${DOCUMENTS}/${document}`);
  const letter = data?.correspondence;
  const version = data ? (letter?.version ?? null) : undefined;
  useEffect(() => {
    if (version !== undefined) see(version);
  }, [version, see]);
  if (!data) return <p className="quiet">{words.reading_letter}</p>;
  if (!letter) return <p className="quiet">{words.no_letter}</p>;
  const to = letter.kind === 'letter' ? data.recipient?.name : (data.recipient?.address ?? words.no_address);
  return (
    <section className="seen-letter" aria-label={words.tabs[letter.kind]}>
      <p className="caption">
        {letter.kind === 'letter' ? words.letter_to : words.to} {to}
      </p>
      {letter.kind === 'email' && <b>{letter.subject}</b>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard */}
      <p className="seen-letter-text" tabIndex={0}>
        {letter.body || words.no_text}
      </p>
      <p className="caption">{words.nothing_sent}</p>
    </section>
  );
};
