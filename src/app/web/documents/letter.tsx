import { Textarea } from '@mantine/core';
import { FileText, FileType, Printer } from 'lucide-react';
import { sayCharacter } from '#inbox/letters/characters.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { DOCUMENTS, type DocumentDetail, type DocumentRow, useRefreshDocuments } from './data.ts';
import { words } from './words.ts';

type Letter = Pick<NonNullable<DocumentRow['letter']>, 'id'>;

/** What the browser fetches itself is asked about first, so that a refusal can be said. */
const fetched = async (path: string, open: (address: string) => void) => {
  try {
    await api.check(path).catch(() => api.text(path));
    open(`/api/v1${path}`);
  } catch (fault) {
    toastRefusal(fault);
  }
};

/** A letter as a PDF of the built-in layout and as a Word file (IN-117). */
export const letterFiles = ({ id }: Letter): Act[] => [
  {
    id: 'pdf',
    label: words.as_pdf,
    icon: <FileText />,
    run: () => fetched(`/correspondences/${id}/pdf`, (address) => window.open(address, '_blank', 'noopener')),
  },
  {
    id: 'docx',
    label: words.as_word,
    icon: <FileType />,
    run: () => fetched(`/correspondences/${id}/docx`, (address) => window.location.assign(address)),
  },
];

/** Printing what may be printed, and saying that it was (IN-108). */
export const useLetterActs = (no: string | undefined) => {
  const refresh = useRefreshDocuments();
  const print = async ({ id, title }: DocumentRow) => {
    try {
      await api.post(`${DOCUMENTS}/${id}/printing`);
      toast(words.printed(title));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh();
    }
  };
  return (row: DocumentRow): Act[] => {
    const { letter, state } = row;
    if (letter?.kind !== 'letter' || (state !== 'processed' && state !== 'filed') || letter.state === 'removed')
      return [];
    const printing: Act = {
      id: 'print',
      label: words.mark_printed,
      icon: <Printer />,
      why_not: no ?? (letter.state === 'printed' ? words.printed_already : undefined),
      run: () => print(row),
    };
    return [...letterFiles(letter), printing];
  };
};

interface LetterSideProps {
  document: DocumentDetail;
  editable: boolean;
  /** How the form holds its text. */
  input: object;
}

/** A letter where it is written: its text, what has no value or no picture, and how it looks on paper (IN-106, IN-116). */
export const LetterSide = ({ document, editable, input }: LetterSideProps) => {
  const { correspondence: letter, recipient, without_glyph } = document;
  if (!letter) return null;
  return (
    <>
      <p className="approval-to">
        <span className="quiet">{words.letter_to}</span> {recipient?.name}
        <br />
        <span className="caption">{words.letter_hint}</span>
      </p>
      {letter.missing_fields.length > 0 && <p className="notice">{words.gaps(letter.missing_fields)}</p>}
      {without_glyph.length > 0 && <p className="notice">{words.no_glyph(without_glyph.map(sayCharacter))}</p>}
      <Textarea
        label={words.body}
        autosize
        minRows={8}
        maxLength={200_000}
        readOnly={!editable}
        {...clientData}
        {...input}
      />
      {letter.state !== 'removed' && (
        <div className="approval-acts">
          {letterFiles(letter).map((act) => (
            <ActButton key={act.id} act={act} />
          ))}
        </div>
      )}
    </>
  );
};
