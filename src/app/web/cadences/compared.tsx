import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Comparison } from './data.ts';
import { type LetGo, LostDates } from './lost.tsx';
import { words } from './words.ts';

interface ComparedProps {
  found: Comparison;
  letGo: readonly LetGo[];
  /** Looks again with this let go. */
  look: (letGo: LetGo[]) => unknown;
}

type Dates = Comparison['clients'][number]['before'];

/** The next dates of each client side by side, as they are and as they would be (CA-51). */
export const Compared = ({ found, letGo, look }: ComparedProps) => (
  <section className="cadence-preview" aria-label={words.after} aria-live="polite">
    <p>{found.sentence}</p>
    <LostDates found={found} letGo={letGo} look={look} />
    {found.clients.map((one) => (
      <div key={one.client}>
        <h3>{one.name}</h3>
        <ClientDates before={one.before} after={one.after} />
      </div>
    ))}
    {found.more > 0 && <p className="quiet">{words.and_more(found.more)}</p>}
  </section>
);

const ClientDates = ({ before, after }: { before: Dates; after: Dates }) => {
  const { today, locale } = useClock();
  const day = (date: string) => dayWords(date, today, locale);
  const said = (one: Dates[number] | undefined) =>
    one ? `${day(one.start)}, ${words.due.toLowerCase()} ${day(one.due)}` : '–';
  const length = Math.max(before.length, after.length);
  const lines = Array.from({ length }, (_, at) => ({
    key: `${before[at]?.key} ${after[at]?.key}`,
    was: said(before[at]),
    now: said(after[at]),
  }));
  if (lines.every(({ was, now }) => was === now)) return <p className="quiet">{words.same_dates}</p>;
  return (
    <table className="cadence-dates">
      <thead>
        <tr>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, was, now }) => (
          <tr key={key} data-changed={was === now ? undefined : ''}>
            <td className="tabular quiet">{was}</td>
            <td className="tabular">{now}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
