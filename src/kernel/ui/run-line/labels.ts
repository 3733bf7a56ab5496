import { isLate, type RunLineData } from './model.ts';
import type { Placed, Scale } from './scale.ts';

export type Measure = (text: string) => number;

/** A flag over the line: a leader at `x`, words to its right or left, in one of a few lanes. */
export interface Flag {
  point: Placed;
  text: string;
  lane: number;
  /** Words stand left of the leader. */
  left: boolean;
  from: number;
  to: number;
}

interface Room {
  width: number;
  lanes: number;
  measure: Measure;
  /** Least width of the second line, the date. */
  least: number;
}

type Days = Pick<RunLineData, 'today' | 'held'>;

const LONGEST = 190;
const SHORTEST = 72;
const AIR = 10;

/** What one must read first: what is live or late, then what comes next, then what was last, then the ends. */
const weight = (point: Placed, at: number, all: readonly Placed[], data: Days): number => {
  if (isLate(point, data)) return 6;
  if (point.state === 'live' || point.state === 'failed') return 5;
  if (all.findIndex((p) => p.state === 'planned') === at) return 4;
  if (all.findLastIndex((p) => p.state === 'done') === at) return 3;
  return at === 0 || at === all.length - 1 ? 2 : point.state === 'skipped' ? 0 : 1;
};

/**
 * Titles that fit without touching one another or another's leader; the others are read on hover and in the list. Where all
 * titles are alike, the dates alone. Pure.
 */
export const flagsOf = (scale: Scale, data: Days, room: Room): Flag[] => {
  const order = scale.points
    .map((point, at) => ({ point, weight: weight(point, at, scale.points, data), at }))
    .toSorted((a, b) => b.weight - a.weight || a.at - b.at);
  const alike = scale.points.length > 1 && new Set(scale.points.map((p) => p.title)).size === 1;
  const placed: Flag[] = [];
  for (const { point } of order) {
    const flag = candidates(point, alike ? '' : point.title, alike ? { ...room, lanes: 1 } : room).find((f) =>
      placed.every((p) => apart(f, p)),
    );
    if (flag) placed.push(flag);
  }
  return placed.toSorted((a, b) => a.point.x - b.point.x);
};

function* candidates(point: Placed, title: string, room: Room): Generator<Flag> {
  for (const longest of [LONGEST, SHORTEST]) {
    const text = shorten(title, longest, room.measure);
    const width = Math.max(room.measure(text), room.least) + AIR;
    for (let lane = 0; lane < room.lanes; lane++) {
      for (const left of [false, true]) {
        const from = left ? point.x - width : point.x;
        const to = left ? point.x : point.x + width;
        if (from >= 0 && to <= room.width) yield { point, text, lane, left, from, to };
      }
    }
    if (room.measure(title) <= SHORTEST) return;
  }
}

/** No words on words, and no leader through words of a lower lane. */
const apart = (a: Flag, b: Flag): boolean => {
  if (a.lane === b.lane) return a.to <= b.from || b.to <= a.from;
  const [low, high] = a.lane < b.lane ? [a, b] : [b, a];
  return high.point.x <= low.from - 4 || high.point.x >= low.to;
};

/** The text, or its beginning with …, so that it is at most `longest` wide. */
export const shorten = (text: string, longest: number, measure: Measure): string => {
  if (measure(text) <= longest) return text;
  let end = text.length - 1;
  while (end > 3 && measure(`${text.slice(0, end).trimEnd()}…`) > longest) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
};

export interface Stretch {
  who: string;
  /** As much of the name as fits. */
  text: string;
  from: number;
  to: number;
}

/** Neighbouring steps of one person share one name under a thin bracket; the machine's own steps do not break it. Pure. */
export const stretchesOf = (scale: Scale, width: number, measure: Measure): Stretch[] => {
  const found: Stretch[] = [];
  for (const { who, x } of scale.points) {
    if (!who) continue;
    const last = found.at(-1);
    if (last?.who === who) last.to = x;
    else found.push({ who, text: who, from: x, to: x });
  }
  return found.map((stretch, at) => {
    const end = found[at + 1]?.from ?? width;
    return { ...stretch, text: nameFor(stretch.who, end - stretch.from - 6, measure) };
  });
};

const nameFor = (name: string, room: number, measure: Measure): string => {
  const parts = name.split(' ');
  const first = parts[0] ?? name;
  // one letter of «Manager» says nothing
  const initials =
    parts.length > 1
      ? parts
          .map((p) => p[0] ?? '')
          .join('')
          .toUpperCase()
      : '';
  return [name, first, initials].find((text) => measure(text) <= room) ?? '';
};
