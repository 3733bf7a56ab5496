import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Summary } from '#workflows/simulation/model.ts';
import { words } from './words.ts';

/** Tasks by person and week as a strip of shades; the numbers stand in it, so it is its own table (WF-157). */
export const Load = ({ load }: Pick<Summary, 'load'>) => {
  const { today, locale } = useClock();
  const weeks = [...new Set(load.map(({ week }) => week))].sort();
  const members = [...new Set(load.map(({ member }) => member))].sort();
  const most = Math.max(1, ...load.map(({ tasks }) => tasks));
  const at = (member: string, week: string) =>
    load.find((one) => one.member === member && one.week === week)?.tasks ?? 0;
  if (!weeks.length) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too
    <section className="sim-load" aria-label={words.load} tabIndex={0}>
      <table>
        <caption>{words.load}</caption>
        <thead>
          <tr>
            <th scope="col">{words.member}</th>
            {weeks.map((week) => (
              <th key={week} scope="col" title={words.week(dayWords(week, today, locale))}>
                {shortDay(week, locale)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member}>
              <th scope="row">{member || words.nobody_named}</th>
              {weeks.map((week) => (
                <td
                  key={week}
                  style={{ '--shade': `${Math.round((at(member, week) / most) * 45)}%` } as React.CSSProperties}
                >
                  {at(member, week) || ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const shortDay = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
