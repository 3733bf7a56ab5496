import type { CSSProperties } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Load, LoadRow } from '#workflows/load/model.ts';
import { words } from './words.ts';
import './load.css';

/** Tasks by person and week as shades; the numbers stand in it, so it is its own table (WF-202). */
export const LoadHeat = ({ load: { weeks, rows }, caption }: { load: Load; caption: string }) => {
  const { today, locale } = useClock();
  const most = Math.max(1, ...rows.flatMap(({ tasks }) => tasks));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too
    <section className="load-heat" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.who}</th>
            {weeks.map((week) => (
              <th key={week} scope="col" title={words.week(dayWords(week, today, locale))}>
                {shortDay(week, locale)}
              </th>
            ))}
            <th scope="col">{words.all}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kind} ${row.id}`}>
              <th scope="row">{nameOf(row)}</th>
              {row.tasks.map((tasks, at) => (
                <Cell key={weeks[at]} tasks={tasks} away={row.away[at]!} most={most} />
              ))}
              <td className="load-all">{row.tasks.reduce((sum, n) => sum + n, 0).toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Cell = ({ tasks, away, most }: { tasks: number; away: number; most: number }) => (
  <td
    title={words.cell(tasks, away)}
    data-none={tasks === 0 || undefined}
    style={{ '--shade': `${Math.round((tasks / most) * 45)}%` } as CSSProperties}
  >
    {tasks}
    {away > 0 && <span className="load-away">{words.away}</span>}
  </td>
);

const nameOf = ({ kind, name }: LoadRow): string => {
  if (kind === 'member') return name;
  return kind === 'pool' ? words.pool(name) : words.nobody;
};

const shortDay = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
