import type { Id } from '#ground/id.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Comparison } from './data.ts';
import { words } from './words.ts';

export interface LetGo {
  client: Id;
  key: string;
}
type Client = Comparison['clients'][number];
type Lost = Client['lost'][number];

interface LostDatesProps {
  found: Comparison;
  letGo: readonly LetGo[];
  /** Looks again with this let go. */
  look: (letGo: LetGo[]) => unknown;
}

/** What was set by hand on dates that go away: kept on the nearest one, or let go (CA-52). */
export const LostDates = ({ found, letGo, look }: LostDatesProps) => {
  const all = found.clients.flatMap((one) => one.lost.map((lost) => ({ one, lost })));
  if (!all.length) return null;
  const others = ({ client, key }: LetGo) => letGo.filter((each) => each.client !== client || each.key !== key);
  return (
    <section className="cadence-lost" aria-label={words.lost(all.length)}>
      <h3>{words.lost(all.length)}</h3>
      <p className="quiet">{words.lost_text}</p>
      <ul>
        {all.map(({ one, lost }) => {
          const it = { client: one.client, key: lost.key };
          return (
            <LostDate
              key={`${it.client} ${it.key}`}
              name={one.name}
              lost={lost}
              kept={others(it).length === letGo.length}
              keep={(kept) => look(kept ? others(it) : [...others(it), it])}
            />
          );
        })}
      </ul>
    </section>
  );
};

interface LostDateProps {
  name: string;
  lost: Lost;
  kept: boolean;
  keep: (kept: boolean) => unknown;
}

const LostDate = ({ name, lost, kept, keep }: LostDateProps) => {
  const { today, locale } = useClock();
  const day = (date: string) => dayWords(date, today, locale);
  const was = lost.skipped ? words.lost_skipped(day(lost.start)) : words.lost_set(day(lost.start), day(lost.due));
  const { nearest } = lost;
  return (
    <li>
      <span>{name}</span> <span className="quiet tabular">{was}</span>
      {nearest === null ? (
        <p className="quiet">{words.lost_no_place}</p>
      ) : (
        <fieldset className="cadence-lost-ways">
          <legend className="unseen">{words.lost_choice(name, was)}</legend>
          {[true, false].map((way) => (
            <label key={String(way)}>
              <input type="radio" checked={kept === way} onChange={() => keep(way)} />
              {way ? words.lost_keep(day(/\d{4}-\d\d-\d\d/.exec(nearest)?.[0] ?? nearest)) : words.lost_let_go}
            </label>
          ))}
        </fieldset>
      )}
    </li>
  );
};
