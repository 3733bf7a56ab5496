import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockedBy } from '#workflows/cadence/blocked.ts';
import { type CadenceTyped, type ClientFacts, cadence, type Key, type Occurrence } from '#workflows/cadence/model.ts';
import { occurrenceOf, occurrencesAfter } from '#workflows/cadence/occurrences.ts';
import { facts, PLAIN } from '#workflows/cadence/testing.ts';
import { client, practice, typed } from '#workflows/cadence/testing-random.ts';
import { isRestorable, planningFor, stateOf } from './state.ts';
import { Lived } from './testing-lived.ts';

/** What somebody does with a series, or with one of its dates; each is followed by a round of work. */
const ACTS = {
  live: () => {},
  later: (lived: Lived, key: Key, { cadence: wanted }: Moment) => lived.changes('later', key, cadence.parse(wanted)),
  all: (lived: Lived, key: Key, { cadence: wanted }: Moment) => lived.changes('all', key, cadence.parse(wanted)),
  one: (lived: Lived, key: Key, { cadence: wanted }: Moment) => lived.changes('this', key, cadence.parse(wanted)),
  skip: (lived: Lived, key: Key) => lived.say({ do: 'skip', key }),
  restore: (lived: Lived, key: Key) => lived.say({ do: 'restore', key }),
  create: (lived: Lived, key: Key) => lived.say({ do: 'create', key }),
  move: (lived: Lived, key: Key) => {
    const one = occurrenceOf(planningFor(lived.client), key);
    if (one) lived.say({ do: 'override', key, set: { start: one.due } });
  },
  pause: (lived: Lived) => lived.tell({ do: 'pause' }),
  resume: (lived: Lived, _: Key, { nth }: Moment) => lived.tell({ do: 'resume', create_current: nth > 2 }),
  forget: (lived: Lived) => lived.learns({}),
  learn: (lived: Lived, _: Key, { facts }: Moment) => lived.learns(facts),
  begin: (lived: Lived) => {
    for (const { run_id } of lived.client.occurrences) if (run_id) lived.begun.add(run_id);
  },
};

/** Some days later somebody does something. */
interface Moment {
  days: number;
  act: keyof typeof ACTS;
  /** Which of the dates around the next one it is about. */
  nth: number;
  cadence: CadenceTyped;
  facts: ClientFacts;
}
const moment: fc.Arbitrary<Moment> = fc.record({
  days: fc.integer({ min: 0, max: 70 }),
  act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  nth: fc.nat(5),
  cadence: typed,
  facts: client,
});

/** The dates around the next one: some made, some to come. */
const keysOf = ({ client: state }: Lived): string[] => {
  const known = state.occurrences.slice(-2).map(({ key }) => key);
  const ahead: string[] = [];
  const last = state.occurrences.findLast(({ state: at }) => at !== 'planned')?.scheduled;
  for (const { key } of occurrencesAfter(planningFor(state), last)) {
    ahead.push(key);
    if (ahead.length === 4) break;
  }
  return [...ahead, ...known];
};

/** The next date, computed from the very beginning, with no regard to what is stored but what was made or let go. */
const fresh = ({ client: state, now }: Lived): Occurrence | null => {
  const settled = new Set(
    state.occurrences.filter((row) => row.state !== 'planned' && !isRestorable(row)).map(({ key }) => key),
  );
  for (const one of occurrencesAfter(planningFor(state)))
    if (!one.skipped && !settled.has(one.key) && one.wakes_at > now && one.scheduled > (state.row.from_day ?? ''))
      return one;
  return null;
};

const RUNS = { numRuns: process.env.LONG === '1' ? 1_000 : 20 };
const EDITS = 12;

test(`PL-R6 PL-R5 CA-37 a series edited at ${RUNS.numRuns * EDITS} random moments has the next date that a fresh computation gives, and begun work stays`, {
  timeout: 600_000,
}, () => {
  const moments = fc.array(moment, { minLength: EDITS, maxLength: EDITS });
  fc.assert(
    fc.property(typed, client, practice, moments, (first, facts, days, edits) => {
      const lived = new Lived(cadence.parse(first), { on: '2026-11-22', facts, practice: days });
      fc.pre(lived.published);
      for (const edit of edits) {
        lived.passes(edit.days);
        const begun = lived.client.occurrences.filter(({ run_id }) => run_id && lived.begun.has(run_id));
        ACTS[edit.act](lived, keysOf(lived)[edit.nth] ?? 'none', edit);
        lived.settle();
        expectNext(lived);
        for (const row of begun) expect(lived.client.occurrences).toContainEqual(row);
        const keys = lived.client.occurrences.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(lived.say({ do: 'settle' })).toMatchObject({ events: [] });
      }
    }),
    RUNS,
  );
});

test('PL-R6 what was created ahead of its turn takes away none of the dates before it', () => {
  const monthly = cadence.parse({ kind: 'scheduled', anchor: '2026-12-01' });
  const lived = new Lived(monthly, { on: '2026-11-22', facts: facts(), practice: PLAIN });
  lived.say({ do: 'create', key: '2027-02-01' });
  lived.settle();
  lived.say({ do: 'create', key: '2026-12-01' });
  lived.settle();
  expect(lived.client.occurrences.map(({ key, state }) => `${key} ${state}`).toSorted()).toEqual([
    '2026-12-01 deployed',
    '2027-01-01 planned',
    '2027-02-01 deployed',
  ]);
});

test('PL-R4 PL-148 a clock that is set back makes nothing twice, and what follows comes when it has caught up', () => {
  const daily = cadence.parse({ kind: 'scheduled', anchor: '2026-11-20', every: { n: 1, unit: 'day' } });
  const lived = new Lived(daily, { on: '2026-11-22', facts: facts(), practice: PLAIN });
  const made = () => lived.client.occurrences.flatMap(({ run_id }) => run_id ?? []);
  for (let day = 0; day < 10; day += 1) lived.passes(1);
  const before = made();
  expect(before).toHaveLength(10);
  for (const days of [-3, 1, -4, 2, 3]) lived.passes(days);
  expect(made()).toEqual(before);
  expectNext(lived);
  lived.passes(2);
  expect(made()).toHaveLength(11);
});

const expectNext = (lived: Lived): void => {
  const planned = lived.client.occurrences.filter(({ state }) => state === 'planned');
  const isBlocked = blockedBy(lived.cadence, lived.client.client!.facts) !== null;
  const next = isBlocked ? null : fresh(lived);
  if (isBlocked) expect(planned).toEqual([]);
  else if (stateOf(lived.root.series) === 'paused') expect(planned.length >= (next ? 1 : 0)).toBe(true);
  else expect(planned.filter(({ key }) => key === next?.key).map(said)).toEqual(next ? [said(next)] : []);
};

const said = (one: Pick<Occurrence, 'key' | 'scheduled' | 'start' | 'due' | 'wakes_at' | 'cadence_version'>) =>
  [one.key, one.scheduled, one.start, one.due, one.wakes_at, one.cadence_version].join(' ');
