import { addDays, daysBetween, type PlainDate } from '#ground/time.ts';
import type { RunLineData, RunPoint } from '#kernel/ui/run-line/model.ts';
import { dateOfOffset, dueDate, rolled } from '#workflows/dates/rules.ts';
import { type Content, whoOf } from '#workflows/definitions/content.ts';
import { forecast, type Place, type ShapePoint } from '#workflows/definitions/forecast.ts';
import type { Facts } from './facts.ts';
import { sayOffset } from './say/offset.ts';
import { sayOrder } from './say/order.ts';
import { capital, type Said, sayRule } from './say/who.ts';
import { signOf } from './sign.ts';

/** The dates of one imagined run of a design. */
export interface Dated {
  start: PlainDate;
  end: PlainDate;
  steps: ReadonlyMap<string, { ready: PlainDate; end: PlainDate }>;
  /** The outside dates it counts from, as the designer set them or as they leave every step its time. */
  anchors: ReadonlyMap<string, PlainDate>;
}

/**
 * A run of this design that begins on `start`, counted by the rules of real runs over the practice's calendar, in which
 * every step ends on its due date. `known`: outside dates the designer set, by anchor.
 */
export const dated = (
  content: Content,
  start: PlainDate,
  calendar: Facts['calendar'],
  known: Readonly<Record<string, PlainDate>> = {},
): Dated => {
  const place: Place = (base, offset, ready) => {
    const by = { anchors: { [offset.anchor]: addDays(start, base) } };
    const date =
      ready === undefined
        ? dateOfOffset(offset, by, calendar)
        : dueDate(offset, { ...by, ready: addDays(start, ready) }, calendar);
    return date ? daysBetween(start, date) : base;
  };
  const told = new Map(Object.entries(known).map(([anchor, date]) => [anchor, daysBetween(start, date)]));
  const first = forecast(content, place, told);
  // nobody chooses a closed day for a deadline, so neither do we
  const open = [...first.anchors].map(([anchor, day]) => {
    const date = addDays(start, day);
    return [anchor, told.has(anchor) ? day : daysBetween(start, rolled(date, 'next', calendar))] as const;
  });
  const { steps, anchors } = forecast(content, place, new Map(open));
  const dateOf = (day: number): PlainDate => addDays(start, day);
  return {
    start,
    end: dateOf(Math.max(0, ...[...steps.values()].map(({ end }) => end))),
    steps: new Map([...steps].map(([key, { ready, end }]) => [key, { ready: dateOf(ready), end: dateOf(end) }])),
    anchors: new Map([...anchors].map(([anchor, day]) => [anchor, dateOf(day)])),
  };
};

/**
 * The run line of an imagined run: a dot per step, named after its first person, with the reason for its date. While no step
 * takes a day, the dots stand in their order without dates.
 */
export const designLine = ({ start, end, steps }: Dated, said: Said): RunLineData => ({
  from: end === start ? start : undefined,
  today: addDays(start, -1),
  points: said.content.steps.map((step, index): RunPoint => {
    const first = whoOf(step)[0];
    const date = step.kind === 'action' ? step.start : step.due;
    return {
      key: step.key,
      title: step.title,
      date: end === start ? undefined : steps.get(step.key)?.end,
      state: 'planned',
      sign: signOf(step.kind),
      who: first ? capital(sayRule(first, said)) : undefined,
      why: capital(date ? sayOffset(date, said.content) : sayOrder(said.content.steps, index)),
    };
  }),
});

/** The small line of a list, on days that stand for nothing but their distances. */
export const shapeLine = (shape: readonly ShapePoint[]): RunLineData => {
  const flat = shape.every(({ day }) => day === shape[0]?.day);
  return {
    from: flat ? SOME_DAY : undefined,
    today: addDays(SOME_DAY, -1),
    points: shape.map(({ key, title, kind, day }) => ({
      key,
      title,
      date: flat ? undefined : addDays(SOME_DAY, day),
      state: 'planned',
      sign: signOf(kind),
    })),
  };
};

const SOME_DAY = '2026-01-01';
