import { plural } from '#ground/text.ts';
import { type Content, type Offset, predecessors, type Step } from './content.ts';
import { fieldOf, RECORD_FIELDS } from './fields.ts';
import { ordered } from './order.ts';

/** The days of one outside date: from the earliest offset (or the date itself) to the latest. */
export interface Lane {
  anchor: string;
  /** The date in words: «the pay day», «the end of the period». */
  around: string;
  days: number;
}
export interface TotalDays {
  /** Of the longest path from the start of the run. */
  days: number;
  lanes: Lane[];
}

/**
 * WF-7: how long a workflow takes if each task ends on its due date, one without due on the day it becomes ready.
 * A week counts 7 days, a month 30, n business days ⌈7n/5⌉. Offsets from outside dates form a lane each. Steps that wait
 * for one another in a circle are left out.
 */
export const totalDays = (content: Content): TotalDays => {
  const finished = new Map<string, number>();
  const index = new Map(content.steps.map((step, i) => [step, i]));
  for (const step of ordered(content.steps).order) {
    const before = predecessors(content.steps, index.get(step)!).map((key) => finished.get(key) ?? 0);
    const ready = Math.max(0, ...before, dayOf(step.start, 0, finished));
    finished.set(step.key, Math.max(ready, dayOf(step.due, ready, finished)));
  }
  return { days: Math.max(0, ...finished.values()), lanes: lanesOf(content) };
};

/** «44 days», «17 around the pay day»; both where a workflow has both, parted by «·». A lane of one day goes unsaid. */
export const sayDays = ({ days, lanes }: TotalDays): string => {
  const around = lanes.filter((lane) => lane.days > 0).map((lane) => `${lane.days} around ${lane.around}`);
  return (days > 0 || !around.length ? [plural(days, 'day', 'days'), ...around] : around).join(' · ');
};

/** An offset in calendar days, the sign kept: −10 business days are −14 days. */
export const daysOf = ({ n, unit }: Offset): number => {
  if (unit === 'business_day') return Math.sign(n) * Math.ceil((7 * Math.abs(n)) / 5);
  return n * { day: 1, week: 7, month: 30 }[unit];
};

/** On which day of the run an offset falls; one from an outside date belongs to its lane and adds nothing here. */
const dayOf = (offset: Offset | undefined, ready: number, finished: ReadonlyMap<string, number>): number => {
  if (!offset || isOutside(offset.anchor)) return 0;
  if (offset.anchor === 'run') return daysOf(offset);
  if (offset.anchor === 'ready') return ready + daysOf(offset);
  return (finished.get(offset.anchor.slice('step:'.length)) ?? 0) + daysOf(offset);
};

/** Dates that come from outside of the run: a date asked for, the period, a field of the subject or of the authorization. */
export const isOutside = (anchor: string): boolean =>
  !(anchor === 'run' || anchor === 'ready' || anchor.startsWith('step:'));

const lanesOf = (content: Content): Lane[] => {
  const offsets = content.steps.flatMap(offsetsOf).filter(({ anchor }) => isOutside(anchor));
  return [...new Set(offsets.map(({ anchor }) => anchor))].map((anchor) => {
    const days = offsets.filter((offset) => offset.anchor === anchor).map(daysOf);
    return { anchor, around: anchorInWords(anchor, content), days: Math.max(...days) - Math.min(0, ...days) };
  });
};

const offsetsOf = ({ start, due }: Step): Offset[] => [start, due].filter((offset) => offset !== undefined);

/** An anchor as people say it: the run date by its own label, a field by its name. */
export const anchorInWords = (
  anchor: string,
  { settings, subject_kinds }: Pick<Content, 'settings' | 'subject_kinds'>,
): string => {
  const name = anchor.slice(anchor.indexOf(':') + 1);
  if (anchor === 'run_date') return `the ${uncapitalised(settings.run_date?.label ?? 'run date')}`;
  if (anchor === 'period_start') return 'the start of the period';
  if (anchor === 'period_end') return 'the end of the period';
  if (anchor === 'run') return 'the start of the run';
  if (anchor === 'ready') return 'the day it becomes ready';
  if (anchor.startsWith('step:')) return `the end of «${name}»`;
  const field = anchor.startsWith('record:')
    ? RECORD_FIELDS.find((one) => one.field === name)
    : subject_kinds.map((kind) => fieldOf(kind, name)).find((one) => one !== undefined);
  return anchor.startsWith('record:')
    ? `«${field?.label ?? name}» of the authorization`
    : `the ${field?.label ?? name}`;
};

/** «Pay day» → «pay day», but «VAT deadline» stays. */
const uncapitalised = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label;
