import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Moved } from './moved-dates.ts';
import { words } from './words.ts';

/** Old and new dates, one under the other. */
export const MovedDates = ({ moved }: { moved: readonly Moved[] }) => {
  const { today, locale } = useClock();
  const say = (day: PlainDate | null) => (day ? dayWords(day, today, locale) : '–');
  if (!moved.length) return <p className="quiet">{words.release_same}</p>;
  return (
    <section className="moved" aria-live="polite">
      <p>{words.dates_move(moved.length)}</p>
      <table className="moved-dates">
        <tbody>
          {moved.map(({ title, from, to }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="quiet">{say(from)}</td>
              <td aria-hidden className="quiet">
                →
              </td>
              <td>{say(to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
