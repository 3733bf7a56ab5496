import type { Instant } from '#ground/time.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { words } from './words.ts';

/** A row of `GET /capture/messages`. */
interface Letter {
  id: string;
  at: Instant;
  to: string;
  subject: string;
  text: string;
  link_hidden: boolean;
}

/** The capture as a mailbox: each letter as its receiver would see it (PL-17). */
export const Capture = () => {
  const { data, error, refetch } = useThing<{ items: Letter[] }>('/capture/messages');
  return (
    <section className="sandbox-due" aria-labelledby="sandbox-capture">
      <header>
        <h2 id="sandbox-capture">{words.capture}</h2>
        <p className="quiet">{words.capture_lead}</p>
      </header>
      {error && !data ? <ErrorState fault={error} retry={() => void refetch()} /> : null}
      {data?.items.length === 0 && <EmptyState title={words.no_letters} text={words.no_letters_text} />}
      {data && data.items.length > 0 && (
        <ul className="capture">
          {data.items.map((letter) => (
            <li key={letter.id}>
              <details>
                <summary>
                  <span className="capture-to cut">{letter.to}</span>
                  <b className="cut">{letter.subject}</b>
                  <Moment instant={letter.at} />
                </summary>
                <pre>{letter.text}</pre>
                {letter.link_hidden && <p className="caption">{words.link_hidden}</p>}
              </details>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
