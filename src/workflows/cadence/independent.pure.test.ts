import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { addDays, daysBetween, type PlainDate } from '#ground/time.ts';
import { type CadenceTyped, type DayRule, type Every, planningOf, cadence as schema } from './model.ts';
import { dayOf } from './months.ts';
import { occurrences } from './occurrences.ts';
import { facts, PLAIN } from './testing.ts';

/**
 * Random rules against another engine that follows RFC 5545 and was written by others. Two exceptions are meant: a month that is
 * too short is cut to its last day, where the RFC leaves it out (said to it by BYSETPOS), and hours are not its business.
 */
const RULES = process.env.LONG === '1' ? 100_000 : 1_000;

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The part of an RRULE that names the day of a month. */
const dayPart = (day: DayRule, anchor: PlainDate): string => {
  const aimed = day.kind === 'last' ? 31 : dayOf(anchor);
  switch (day.kind) {
    case 'same':
    case 'last': {
      if (aimed <= 28) return `BYMONTHDAY=${aimed}`;
      const days = Array.from({ length: aimed - 27 }, (_, i) => 28 + i);
      return `BYMONTHDAY=${days.join(',')};BYSETPOS=-1`;
    }
    case 'weekday':
      return `BYDAY=${day.nth}${WEEKDAYS[day.weekday - 1]}`;
    case 'business_day':
      return `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${day.nth}`;
    default:
      return day satisfies never;
  }
};

const ruleText = (every: Every, day: DayRule, anchor: PlainDate): string => {
  const months = { month: 1, quarter: 3, year: 12 };
  if (every.unit === 'day') return `FREQ=DAILY;INTERVAL=${every.n}`;
  if (every.unit === 'week') return `FREQ=WEEKLY;INTERVAL=${every.n}`;
  return `FREQ=MONTHLY;INTERVAL=${every.n * months[every.unit]};${dayPart(day, anchor)}`;
};

/** The first dates after a day, by the other engine. */
const byOther = (text: string, anchor: PlainDate, after: PlainDate): PlainDate[] => {
  const rule = new RRuleTemporal({ rruleString: `DTSTART:${anchor.replaceAll('-', '')}T000000Z\nRRULE:${text}` });
  const found: PlainDate[] = [];
  for (let last = after; found.length < COUNT; last = found.at(-1)!) {
    const next = rule.next(new Date(`${last}T00:00:00Z`));
    if (!next) break;
    found.push(next.toPlainDate().toString());
  }
  return found;
};

const COUNT = 4;

const day = fc.oneof(
  { weight: 4, arbitrary: fc.constant<DayRule>({ kind: 'same' }) },
  fc.constant<DayRule>({ kind: 'last' }),
  fc.record({
    kind: fc.constant('weekday' as const),
    nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
    weekday: fc.integer({ min: 1, max: 7 }),
  }),
  fc.record({
    kind: fc.constant('business_day' as const),
    nth: fc.integer({ min: -15, max: 15 }).filter((n) => n !== 0),
  }),
);

const every = fc.oneof(
  fc.record({ n: fc.integer({ min: 1, max: 366 }), unit: fc.constant('day' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 104 }), unit: fc.constant('week' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 120 }), unit: fc.constant('month' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 40 }), unit: fc.constant('quarter' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 10 }), unit: fc.constant('year' as const) }),
);
const anchor = fc
  .integer({ min: 0, max: daysBetween('1990-01-01', '2060-12-31') })
  .map((n) => addDays('1990-01-01', n));

test(`PL-R5 CA-2 CA-3 CA-5 CA-6 ${RULES.toLocaleString('en')} random rules give the dates of an independent engine`, {
  timeout: 900_000,
}, () => {
  fc.assert(
    fc.property(every, day, anchor, fc.integer({ min: -400, max: 3_000 }), (often, on, from, later) => {
      const isDays = often.unit === 'day' || often.unit === 'week';
      const rule: DayRule = isDays ? { kind: 'same' } : on;
      const typed: CadenceTyped = { kind: 'scheduled', anchor: from, every: often, day: rule };
      const published_on = addDays(from, later);
      const planning = planningOf(schema.parse(typed), { published_on, facts: facts(), practice: PLAIN });
      const ours = occurrences(planning, { count: COUNT }).map((one) => one.scheduled);
      const theirs = byOther(ruleText(often, rule, from), from, published_on);
      expect(ours).toEqual(theirs.filter((date) => date <= '2119-12-31'));
    }),
    { numRuns: RULES },
  );
});
