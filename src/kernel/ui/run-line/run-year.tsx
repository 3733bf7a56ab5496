import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '../clock.tsx';
import { words } from '../words.ts';
import type { RunHold, RunPoint } from './model.ts';
import { RunLine } from './run-line.tsx';
import { monthsOf, scaleOf } from './scale.ts';
import { METRICS } from './sizes.ts';
import { monthWords } from './spoken.tsx';
import './run-line.css';

interface RunYearProps {
  from: PlainDate;
  to: PlainDate;
  today: PlainDate;
  lines: readonly {
    key: string;
    /** Said aloud before the steps: «Monthly bookkeeping». */
    label: string;
    /** What stands left of the line; default: the label. */
    name?: ReactNode;
    points: readonly RunPoint[];
    holds?: readonly RunHold[];
    open?: (key: string) => void;
  }[];
}

/**
 * Many lines under one calendar: a client's year, one line per run. The same day stands at the same place in all of them.
 * @example <RunYear from="2026-07-01" to="2027-06-30" today={today} lines={runs.map(asLine)} />
 */
export const RunYear = ({ from, to, today, lines }: RunYearProps) => (
  <div className="ry">
    <span />
    <Calendar from={from} to={to} today={today} />
    {lines.map(({ key, label, name, points, holds = [], open }) => (
      <div key={key} className="ry-line">
        <span className="cut">{name ?? label}</span>
        <RunLine size="row" label={label} data={{ from, to, today, points, holds }} {...(open ? { open } : {})} />
      </div>
    ))}
  </div>
);

const Calendar = ({ from, to, today }: Pick<RunYearProps, 'from' | 'to' | 'today'>) => {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const { locale } = useClock();
  const { pad, gap } = METRICS.row;
  const scale = scaleOf({ from, to, today, points: [] }, { width: Math.floor(width), pad, gap });
  const now = today >= from && today <= to ? scale.xOf(today) : undefined;
  const months = width > 0 ? monthsOf(scale, 44).filter((m) => now === undefined || Math.abs(m.x - now) > 36) : [];
  return (
    <div ref={ref} className="ry-months" aria-hidden>
      {months.map(({ date, x }) => (
        <span key={date} style={{ left: x }}>
          {monthWords(date, locale)}
        </span>
      ))}
      {now !== undefined && width > 0 && (
        <span className="ry-today" style={{ left: now }}>
          {words.today}
        </span>
      )}
    </div>
  );
};
