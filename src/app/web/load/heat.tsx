import { WeekHeat, type WeekHeatRow } from '#kernel/ui/week-heat.tsx';
import type { Load, LoadRow } from '#workflows/load/model.ts';
import { words } from './words.ts';
import './load.css';

/** Tasks by person and week; a week in which somebody is away says so (WF-202). */
export const LoadHeat = ({ load: { weeks, rows }, caption }: { load: Load; caption: string }) => (
  <WeekHeat
    caption={caption}
    caption_unseen
    who={words.who}
    week={words.week}
    weeks={weeks}
    rows={rows.map(rowOf)}
    all={words.all}
  />
);

const rowOf = (row: LoadRow): WeekHeatRow => ({
  key: `${row.kind} ${row.id}`,
  name: nameOf(row),
  cells: row.tasks.map((n, at) => {
    const away = row.away[at]!;
    return { n, title: words.cell(n, away), ...(away > 0 && { text: <Away n={n} /> }) };
  }),
});

const Away = ({ n }: { n: number }) => (
  <>
    {n}
    <span className="load-away">{words.away}</span>
  </>
);

const nameOf = ({ kind, name }: LoadRow): string => {
  if (kind === 'member') return name;
  return kind === 'pool' ? words.pool(name) : words.nobody;
};
