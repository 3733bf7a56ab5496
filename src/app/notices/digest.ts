import { innerMarks } from '#ground/text.ts';
import { addDays, dateAt, daysBetween, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import type { PracticeFacts, Ref } from '#kernel/decision/model.ts';
import { isBusinessDay, rolled } from '#workflows/dates/rules.ts';
import type { Digest, Line, News, OpenWork, Section } from './model.ts';

/** When the daily digest leaves and what stands in it. Pure (PL-125, WF-187, FL-87). */

const HOUR = '07:30';
/** An overdue task is named for as many days after its due date, then it is one of a number. */
const NAMED_DAYS = 3;
/** More lines of one section than this are a number with a link. */
const SHOWN = 12;

type Place = Pick<PracticeFacts, 'time_zone' | 'working_days' | 'holidays'>;

/** The next 07:30 of the practice on a business day, later than `now`. */
export const nextDigest = (now: Instant, practice: Place): Instant => {
  const today = dateAt(now, practice.time_zone);
  const over = instantOf(today, HOUR, practice.time_zone) <= now;
  return instantOf(rolled(over ? addDays(today, 1) : today, 'next', practice), HOUR, practice.time_zone);
};

/** The day whose digest is due at `now`, however late somebody woke; null before 07:30 and on days off. */
export const digestDay = (now: Instant, practice: Place): PlainDate | null => {
  const today = dateAt(now, practice.time_zone);
  const due = isBusinessDay(today, practice) && instantOf(today, HOUR, practice.time_zone) <= now;
  return due ? today : null;
};

/** Each thing stands once; null when there is nothing to say. `news` is what the member may still read. */
export const digestOf = (on: PlainDate, work: readonly OpenWork[], news: readonly News[]): Digest | null => {
  const byDue = work.toSorted((a, b) => compare(a.due_on ?? '9999', b.due_on ?? '9999') || compare(a.title, b.title));
  const placed = Map.groupBy(byDue, (one) => placeOf(one, on));
  const standing = new Set([...placed].flatMap(([place, some]) => (place ? some.map(({ thing }) => thing) : [])));
  const fresh = news.filter(({ kind, thing }) => !(SAYS_NO_MORE.has(kind) && standing.has(thing)));
  const sections = [
    ...SECTIONS.map((id) =>
      section(id, placed.get(id) ?? [], (one) => workLine(id === 'today' ? { ...one, due_on: null } : one, on)),
    ),
    section('news', fresh, newsLine),
  ].filter(({ count }) => count > 0);
  const long_overdue = placed.get('long_overdue')?.length ?? 0;
  return sections.length || long_overdue ? { on, sections, long_overdue } : null;
};

const SECTIONS = ['review', 'approval', 'overdue', 'today', 'ready'] as const;
/** Notices that say nothing beyond what the section of their task says. */
const SAYS_NO_MORE = new Set(['assigned', 'review_asked', 'approval_asked', 'ready', 'due_tomorrow', 'overdue']);

const placeOf = ({ is, due_on }: OpenWork, on: PlainDate): (typeof SECTIONS)[number] | 'long_overdue' | null => {
  const late = due_on ? daysBetween(due_on, on) : -1;
  if (late > NAMED_DAYS) return 'long_overdue';
  if (is === 'review' || is === 'approval') return is;
  if (late > 0) return 'overdue';
  if (late === 0) return 'today';
  return is === 'ready' ? 'ready' : null;
};

const section = <T extends { thing: Ref }>(id: Section['id'], all: readonly T[], line: (one: T) => Line): Section => ({
  id,
  count: all.length,
  lines: all.slice(0, SHOWN).map(line),
  things: all.slice(0, SHOWN).map(({ thing }) => thing),
});

const workLine = ({ title, about, part_of, due_on, url }: OpenWork, on: PlainDate): Line => ({
  title: innerMarks(title),
  below: [about, part_of].filter(Boolean).join(' · ') || null,
  due: due_on ? dueWords(due_on, on) : null,
  url,
});

/** What asks something of its reader leads to the page where it is pressed; the rest to where it happened (PL-126). */
export const newsLine = ({ kind, title, url }: Pick<News, 'kind' | 'title' | 'url'>): Line => {
  const task = ASKS.has(kind) ? /[?&]task=([\w-]+)/.exec(url)?.[1] : undefined;
  return { title: innerMarks(title), below: null, due: null, url: task ? `/my-work/${task}` : url };
};
const ASKS = new Set(['assigned', 'review_asked', 'handed_back', 'ready', 'due_tomorrow', 'overdue']);

const dueWords = (due_on: PlainDate, on: PlainDate): Line['due'] => {
  const late = daysBetween(due_on, on);
  if (late > 0) return { words: late === 1 ? '1 day late' : `${late} days late`, late: true };
  if (late === 0) return { words: 'today', late: false };
  return { words: late === -1 ? 'tomorrow' : dayWords(due_on, { weekday: 'short', month: 'short' }), late: false };
};

/** «Thursday 26 November». */
export const dayWords = (
  date: PlainDate,
  { weekday, month }: { weekday: 'short' | 'long'; month: 'short' | 'long' },
): string =>
  new Intl.DateTimeFormat('en-GB', { weekday, day: 'numeric', month, timeZone: 'UTC' })
    .format(new Date(`${date}T00:00:00Z`))
    .replace(',', '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
