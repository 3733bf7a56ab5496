import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { daysBetween, type PlainDate } from '#ground/time.ts';
import { type Clock, useClock } from '../clock.tsx';
import { Hint } from '../hint.tsx';
import { words } from '../words.ts';
import { Drawing } from './drawing.tsx';
import type { Flag } from './labels.ts';
import { layOut } from './lay-out.ts';
import { useTypeArrived } from './measure.ts';
import { isLate, type RunLineData, type Size } from './model.ts';
import type { Placed } from './scale.ts';
import { METRICS } from './sizes.ts';
import { monthWords, spoken, ToldPoint } from './spoken.tsx';
import './run-line.css';

export interface RunLineProps {
  data: RunLineData;
  size?: Size;
  /** What the line tells of: «Onboarding for Harbour Café». */
  label: string;
  /** Makes each dot an act: opens the step. */
  open?: (key: string) => void;
}

/**
 * The run line, Tickmark's one drawing: `cell` in a table, `row` in a list of lines, `page` with titles, people and months.
 * One tab stop; arrow keys, Home and End move along it; hover or focus tells who, when and why.
 * @example <RunLine size="page" label="Onboarding" data={{ today, points, holds }} open={scrollToStep} />
 */
export const RunLine = ({ data, size = 'page', label, open }: RunLineProps) => {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return (
    <div ref={ref} className="rl" data-size={size}>
      {width > 0 && (
        <Measured data={data} size={size} label={label} width={Math.floor(width)} {...(open ? { open } : {})} />
      )}
    </div>
  );
};

const Measured = ({ data, size = 'page', label, open, width }: RunLineProps & { width: number }) => {
  const clock = useClock();
  const [active, setActive] = useState<number>();
  const [stop, setStop] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const metrics = METRICS[size];
  const arrived = useTypeArrived();
  // Words are wider or narrower once the type has arrived
  const place = useMemo(() => layOut(data, metrics, width), [data, metrics, width, arrived]);
  const { points } = place.scale;
  const dot = (at: number) => list.current?.querySelectorAll('button')[at] ?? null;
  const reach = (at: number) => {
    setStop(at);
    setActive(at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = nextStop(event.key, stop, points.length);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    dot(to)?.focus();
  };
  const shown = active === undefined ? undefined : points[active];
  const at = active === undefined ? null : dot(active);
  return (
    <>
      <Drawing data={data} metrics={metrics} width={width} {...place} active={active} words={wordsFor(data, clock)} />
      <ol ref={list} className="rl-list" aria-label={label} onPointerLeave={() => setActive(undefined)}>
        {points.map((p, at) => (
          <li key={p.key}>
            <button
              type="button"
              tabIndex={at === Math.min(stop, points.length - 1) ? 0 : -1}
              aria-label={spoken(p, data, clock)}
              style={hitOf(points, at, place.y)}
              onPointerEnter={() => setActive(at)}
              onFocus={() => reach(at)}
              onBlur={() => setActive(undefined)}
              onKeyDown={onKeyDown}
              onClick={() => (open ? open(p.key) : reach(at))}
            />
          </li>
        ))}
      </ol>
      {shown && at && (
        <Hint key={shown.key} at={at}>
          <ToldPoint point={shown} data={data} clock={clock} />
        </Hint>
      )}
    </>
  );
};

const nextStop = (key: string, at: number, count: number): number | undefined => {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1);
  return key === 'Home' ? 0 : key === 'End' ? count - 1 : undefined;
};

const REACH = 16;

/** The part of the line that means this dot: half way to its neighbours, never far. */
const hitOf = (points: readonly Placed[], at: number, y: number): CSSProperties => {
  const x = points[at]?.x ?? 0;
  const left = Math.max(x - REACH, ((points[at - 1]?.x ?? Number.NEGATIVE_INFINITY) + x) / 2);
  const right = Math.min(x + REACH, ((points[at + 1]?.x ?? Number.POSITIVE_INFINITY) + x) / 2);
  return { left, width: right - left, top: y - 12, '--dot': `${x - left}px` } as CSSProperties;
};

const wordsFor = (data: RunLineData, clock: Clock) => ({
  today: words.today,
  month: (date: PlainDate) => monthWords(date, clock.locale),
  flagDate: ({ point }: Flag) => {
    if (point.date && isLate(point, data))
      return { text: words.days_late(daysBetween(point.date, data.today)), late: true };
    const day =
      point.date && new Intl.DateTimeFormat(clock.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    return { text: day && point.date ? day.format(new Date(`${point.date}T12:00:00Z`)) : words.undated, late: false };
  },
});
