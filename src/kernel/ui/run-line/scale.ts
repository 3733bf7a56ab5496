import { addDays, addMonths, daysBetween, earliest, latest, type PlainDate } from '#ground/time.ts';
import type { RunLineData, RunPoint } from './model.ts';

export interface Placed extends RunPoint {
  x: number;
  /** It has no date of its own. */
  loose: boolean;
}

export interface Scale {
  from: PlainDate;
  to: PlainDate;
  start: number;
  end: number;
  points: readonly Placed[];
  /** Where a day stands: a line bent at the points, so that it agrees with them. */
  xOf: (date: PlainDate) => number;
}

interface Room {
  width: number;
  pad: number;
  /** Least distance between two dots; given up when there are too many. */
  gap: number;
}

/** Puts every point on a line of `width` pixels: by date, never closer than `gap`, never beyond the ends. Pure. */
export const scaleOf = (data: RunLineData, { width, pad, gap }: Room): Scale => {
  const days = withDays(data);
  const { from, to } = spanOf(data, days);
  const start = pad;
  const end = Math.max(pad + 1, width - pad);
  const whole = Math.max(1, daysBetween(from, to));
  const linear = (date: PlainDate) => start + ((end - start) * daysBetween(from, clamp(date, from, to))) / whole;
  const exact = data.from !== undefined && data.to !== undefined;
  const apart = Math.min(exact ? gap / 3 : gap, days.length > 1 ? (end - start) / (days.length - 1) : gap);
  const xs = spread(
    days.map((d) => linear(d.day)),
    apart,
    end,
  );
  const points = days.map(({ point, loose }, at) => ({ ...point, loose, x: xs[at] ?? start }));
  return {
    from,
    to,
    start,
    end,
    points,
    xOf: bent(
      days.map((d) => d.day),
      xs,
      linear,
      from,
      to,
    ),
  };
};

const PACES = 14;

interface Dated {
  point: RunPoint;
  day: PlainDate;
  loose: boolean;
}

/** In order of date; points without one follow the point before them at an even pace, and those ahead follow today. */
const withDays = (data: RunLineData): Dated[] => {
  const dates = data.points.map((p) => p.date);
  const first = data.from ?? earliest(...dates) ?? data.today;
  const pace = Math.max(1, Math.round(daysBetween(first, latest(...dates, data.today) ?? first) / PACES));
  let last = addDays(first, -pace);
  const dated = data.points.map((point): Dated => {
    const ahead = point.state === 'planned' || point.state === 'live';
    const day = point.date ?? addDays(ahead && last < data.today && dates.some(Boolean) ? data.today : last, pace);
    last = day > last ? day : last;
    return { point, day, loose: point.date === undefined };
  });
  return dated.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
};

const spanOf = (data: RunLineData, days: readonly Dated[]): { from: PlainDate; to: PlainDate } => {
  const live = data.points.some((p) => p.state === 'live');
  const holds = data.holds ?? [];
  const from = data.from ?? earliest(days[0]?.day, ...holds.map((h) => h.from)) ?? data.today;
  const to =
    data.to ?? latest(days.at(-1)?.day, ...holds.map((h) => h.to), live ? data.today : undefined) ?? addDays(from, 1);
  return { from, to: to > from ? to : addDays(from, 1) };
};

const clamp = (date: PlainDate, from: PlainDate, to: PlainDate): PlainDate =>
  date < from ? from : date > to ? to : date;

/** Keeps order and distance: pushes right, then back from the end. */
const spread = (wanted: readonly number[], apart: number, end: number): number[] => {
  const xs = [...wanted];
  for (let i = 1; i < xs.length; i++) xs[i] = Math.max(xs[i] ?? 0, (xs[i - 1] ?? 0) + apart);
  let limit = end;
  for (let i = xs.length - 1; i >= 0; i--) {
    xs[i] = Math.min(xs[i] ?? 0, limit);
    limit = (xs[i] ?? 0) - apart;
  }
  return xs;
};

const bent = (
  days: readonly PlainDate[],
  xs: readonly number[],
  linear: (date: PlainDate) => number,
  from: PlainDate,
  to: PlainDate,
) => {
  return (asked: PlainDate): number => {
    const date = clamp(asked, from, to);
    const same = days.indexOf(date);
    if (same >= 0) return xs[same] ?? 0;
    const after = days.findIndex((d) => d > date);
    const before = after < 0 ? days.length - 1 : after - 1;
    const [d0, x0] = before >= 0 ? [days[before] ?? from, xs[before] ?? 0] : [from, linear(from)];
    const [d1, x1] = after >= 0 ? [days[after] ?? to, xs[after] ?? 0] : [to, Math.max(linear(to), x0)];
    const span = daysBetween(d0, d1);
    return span === 0 ? x0 : x0 + ((x1 - x0) * daysBetween(d0, date)) / span;
  };
};

/** The first days of months within the line, thinned so that their names fit. */
export const monthsOf = (scale: Scale, room: number): { date: PlainDate; x: number }[] => {
  const all: { date: PlainDate; x: number }[] = [];
  let taken = scale.start - room;
  for (let date = addMonths(`${scale.from.slice(0, 7)}-01`, 1); date <= scale.to; date = addMonths(date, 1)) {
    const x = scale.xOf(date);
    if (x - taken < room || x > scale.end - 8) continue;
    all.push({ date, x });
    taken = x;
  }
  return all;
};
