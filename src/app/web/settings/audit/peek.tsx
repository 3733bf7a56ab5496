import { isDate, isInstant } from '#ground/time.ts';
import { Day, Moment } from '#kernel/ui/day.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { type EventRow, fieldWords, valueWords } from './events.ts';
import { words } from './words.ts';

/** One event whole: who, from where, and each field before and after. */
export const EventPeek = ({ row }: { row: EventRow }) => {
  const facts = Object.entries(row.facts);
  return (
    <div className="stack">
      <Facts
        facts={[
          { label: words.facts.when, value: <Moment instant={row.at} /> },
          { label: words.facts.verb, value: <code>{row.verb}</code> },
          ...(row.address ? [{ label: words.facts.address, value: row.address }] : []),
          ...(row.device ? [{ label: words.facts.device, value: row.device }] : []),
          ...(row.request_id
            ? [{ label: words.facts.request, value: <code className="audit-id">{row.request_id}</code> }]
            : []),
        ]}
      />
      {facts.length > 0 && (
        <section>
          <h3>{words.facts.changes}</h3>
          <dl className="audit-facts">
            {facts.map(([field, [before, after]]) => (
              <div key={field}>
                <dt>{fieldWords(field)}</dt>
                <dd>
                  {before !== null && (
                    <del>
                      <span className="unseen">{words.before} </span>
                      <Value value={before} />
                    </del>
                  )}
                  <span>
                    <span className="unseen">{words.after} </span>
                    <Value value={after} />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
};

const Value = ({ value }: { value: unknown }) => {
  if (typeof value === 'string' && isInstant(value)) return <Moment instant={value} />;
  if (typeof value === 'string' && isDate(value)) return <Day date={value} />;
  return valueWords(value);
};
