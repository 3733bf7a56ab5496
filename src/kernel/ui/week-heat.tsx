import type { CSSProperties, ReactNode } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from './clock.tsx';
import { dayWords } from './day.tsx';
import './week-heat.css';

export interface WeekHeatRow {
  key: string;
  name: string;
  /** One per week. */
  cells: readonly WeekHeatCell[];
}

interface WeekHeatCell {
  n: number;
  /** What stands in it instead of the number. */
  text?: ReactNode;
  title?: string;
}

interface WeekHeatProps {
  caption: string;
  /** The page has said it already. */
  caption_unseen?: boolean;
  /** Over the names: «Who». */
  who: string;
  /** «Week of Mon 23 Nov». */
  week: (day: string) => string;
  /** Mondays. */
  weeks: readonly PlainDate[];
  rows: readonly WeekHeatRow[];
  /** Over the sums of the rows; left out, there are none. */
  all?: string;
  dense?: boolean;
}

/** Numbers by name and week as shades; they stand in it, so it is its own table. @example <WeekHeat caption="Tasks" who="Who" weeks={weeks} rows={rows} week={weekOf} /> */
export const WeekHeat = ({ caption, caption_unseen, who, week, weeks, rows, all, dense }: WeekHeatProps) => {
  const { today, locale } = useClock();
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ n }) => n)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too
    <section className="week-heat" data-dense={dense} aria-label={caption} tabIndex={0}>
      <table>
        <caption className={caption_unseen ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{who}</th>
            {weeks.map((monday) => (
              <th key={monday} scope="col" title={week(dayWords(monday, today, locale))}>
                {shortDay(monday, locale)}
              </th>
            ))}
            {all && <th scope="col">{all}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <Cell key={weeks[at]} {...cell} most={most} />
              ))}
              {all && (
                <td className="week-heat-all">{cells.reduce((sum, { n }) => sum + n, 0).toLocaleString('en')}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Cell = ({ n, text, title, most }: WeekHeatCell & { most: number }) => (
  <td
    title={title}
    data-none={n === 0 || undefined}
    style={{ '--shade': `${Math.round((n / most) * 45)}%` } as CSSProperties}
  >
    {text ?? n}
  </td>
);

const shortDay = (date: PlainDate, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
