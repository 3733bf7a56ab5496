import { type Content, type Offset, predecessors, type Step } from './content.ts';
import { daysOf, isOutside } from './days.ts';
import { ordered } from './order.ts';

/**
 * The day of a run on which an offset from `base` falls; days are counted from the start of the run, which is 0. `ready` is
 * given with due dates: the day the step becomes ready.
 */
export type Place = (base: number, offset: Offset, ready?: number) => number;

export interface Forecast {
  /** When each step becomes ready and when it ends: an action at once, a task or a review on its due date. */
  steps: ReadonlyMap<string, { ready: number; end: number }>;
  /** The days of the outside dates that the design counts from: as told, else put where every step has its time. */
  anchors: ReadonlyMap<string, number>;
}

const roughly: Place = (base, offset) => base + daysOf(offset);

/**
 * A run of this design in which every step ends on its due date, one without due on the day it is ready (as WF-7 counts).
 * `known` says outside dates as days of the run. Steps that wait for one another in a circle are left out.
 */
export const forecast = (
  content: Content,
  place: Place = roughly,
  known: ReadonlyMap<string, number> = new Map(),
): Forecast => {
  let anchors = new Map([...firstDays(content, place), ...known]);
  let steps = walk(content, place, anchors);
  for (let least = Number.POSITIVE_INFINITY; ; ) {
    const late = lateness(content, place, anchors, steps).filter(([anchor]) => !known.has(anchor));
    const sum = late.reduce((days, [, by]) => days + by, 0);
    if (!late.length || sum >= least) return { steps, anchors };
    least = sum;
    anchors = new Map([...anchors, ...late.map(([anchor, by]) => [anchor, anchors.get(anchor)! + by] as const)]);
    steps = walk(content, place, anchors);
  }
};

/** One dot of a design's small line. */
export interface ShapePoint {
  key: string;
  title: string;
  kind: Step['kind'];
  day: number;
}

/** A design at a glance, for lists. */
export const shapeOf = (content: Content): ShapePoint[] => {
  const { steps } = forecast(content);
  return content.steps.map(({ key, title, kind }) => ({ key, title, kind, day: steps.get(key)?.end ?? 0 }));
};

/** Each outside date so late that nothing counted from it lies before the start of the run. */
const firstDays = ({ steps }: Content, place: Place): Map<string, number> => {
  const offsets = steps.flatMap(({ start, due }) => [start, due]).filter((offset) => offset !== undefined);
  const days = new Map<string, number>();
  for (const offset of offsets.filter(({ anchor }) => isOutside(anchor)))
    days.set(offset.anchor, Math.max(days.get(offset.anchor) ?? 0, -place(0, offset)));
  return days;
};

const walk = ({ steps }: Content, place: Place, anchors: ReadonlyMap<string, number>) => {
  const days = new Map<string, { ready: number; end: number }>();
  const baseOf = (anchor: string, ready: number): number => {
    if (anchor === 'ready') return ready;
    if (anchor.startsWith('step:')) return days.get(anchor.slice('step:'.length))?.end ?? ready;
    return anchors.get(anchor) ?? 0;
  };
  for (const step of ordered(steps).order) {
    const waits = Math.max(0, ...predecessors(steps, steps.indexOf(step)).map((key) => days.get(key)?.end ?? 0));
    const ready = step.start ? Math.max(waits, place(baseOf(step.start.anchor, waits), step.start)) : waits;
    const due = step.kind !== 'action' && step.due ? place(baseOf(step.due.anchor, ready), step.due, ready) : ready;
    days.set(step.key, { ready, end: Math.max(ready, due) });
  }
  return days;
};

/** By how many days the steps that count from an outside date would miss it. */
const lateness = (
  { steps }: Content,
  place: Place,
  anchors: ReadonlyMap<string, number>,
  days: Forecast['steps'],
): [anchor: string, by: number][] => {
  const late = new Map<string, number>();
  for (const { key, due } of steps) {
    const ready = days.get(key)?.ready;
    if (!due || !isOutside(due.anchor) || ready === undefined) continue;
    const by = ready - place(anchors.get(due.anchor)!, due, ready);
    if (by > (late.get(due.anchor) ?? 0)) late.set(due.anchor, by);
  }
  return [...late];
};
