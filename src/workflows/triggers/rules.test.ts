import { expect, test } from 'vitest';
import type { Context } from '#kernel/decision/model.ts';
import { contextAt, instant, whoIs } from '#workflows/runs/testing.ts';
import { ON_SUBJECT, oneMore, tooMany } from './breaker.ts';
import { daysThatCount } from './dates.ts';
import { HEARD, happeningsOf, isMeant } from './happenings.ts';
import type { Trigger, TriggerCommand, TriggerState } from './model.ts';
import { decide, evolve, isListening, nextMorning } from './rules.ts';

const NEW: Trigger = {
  id: 't',
  version: 0,
  workflow_id: '',
  key: '',
  kind: 'created',
  present: false,
  on: false,
  since: null,
  from_day: null,
  paused_at: null,
  paused_because: null,
};
const context = (at: string): Context => contextAt(instant(at), whoIs('mark'));
const after = (...commands: [string, TriggerCommand][]): TriggerState =>
  commands.reduce<TriggerState>(
    (state, [at, command]) => {
      const decided = decide(state, command, context(at));
      if (!decided.yes) throw new Error(decided.because);
      const next = decided.events.reduce(evolve, state);
      return { ...next, trigger: { ...next.trigger, version: next.trigger.version + 1 } };
    },
    { trigger: NEW, workflow_name: 'Renewal', told: ['mark', 'adam'] },
  );
const follow = (kind: Trigger['kind'] = 'date', present = true): TriggerCommand => ({
  do: 'follow',
  workflow_id: 'w',
  key: 'k',
  kind,
  present,
});

test('WF-166 WF-170 it is off until it is turned on, and counts from the next morning then', () => {
  const made = after(['2026-11-23 09:00', follow()]);
  expect([made.trigger.on, isListening(made.trigger)]).toEqual([false, false]);
  const on = after(['2026-11-23 09:00', follow()], ['2026-11-23 10:00', { do: 'turn_on' }]);
  expect([isListening(on.trigger), on.trigger.from_day]).toEqual([true, '2026-11-24']);
  const early = after(['2026-11-23 05:00', follow()], ['2026-11-23 05:00', { do: 'turn_on' }]);
  expect(early.trigger.from_day).toBe('2026-11-23');
});

test('WF-166 one that left the version, or became another, is off; one that is not there is not turned on', () => {
  const on: [string, TriggerCommand][] = [
    ['2026-11-23 09:00', follow()],
    ['2026-11-23 10:00', { do: 'turn_on' }],
  ];
  expect(after(...on, ['2026-11-24 09:00', follow('date')]).trigger.on).toBe(true);
  expect(after(...on, ['2026-11-24 09:00', follow('tag')]).trigger.on).toBe(false);
  const gone = after(...on, ['2026-11-24 09:00', follow('date', false)]);
  expect(gone.trigger.on).toBe(false);
  expect(decide(gone, { do: 'turn_on' }, context('2026-11-24 09:00'))).toMatchObject({ yes: false, code: 'gone' });
});

test('WF-167 the next look is at 06:00 in practice time, and catches up at most 31 days, never before it was on', () => {
  expect(nextMorning(context('2026-11-23 05:59'))).toBe('2026-11-23T06:00:00.000Z');
  expect(nextMorning(context('2026-11-23 06:00'))).toBe('2026-11-24T06:00:00.000Z');
  expect(nextMorning(context('2026-07-01 04:30'))).toBe('2026-07-01T05:00:00.000Z');
  expect(daysThatCount({ from_day: '2026-01-01' }, '2026-11-23')).toEqual({ from: '2026-10-23', to: '2026-11-23' });
  expect(daysThatCount({ from_day: '2026-11-20' }, '2026-11-23')).toEqual({ from: '2026-11-20', to: '2026-11-23' });
});

test('WF-167 in the morning it is looked at and the timer is set anew; one that is off sleeps', () => {
  const on = after(['2026-11-23 09:00', follow()], ['2026-11-23 10:00', { do: 'turn_on' }]);
  const woken = decide(on, { do: 'wake' }, context('2026-11-24 06:00'));
  expect(woken.yes && woken.effects).toMatchObject([
    { do: 'queue', name: 'look_at_days', data: { trigger: 't' } },
    { do: 'wake', at: '2026-11-25T06:00:00.000Z' },
  ]);
  const off = decide(on, { do: 'turn_off' }, context('2026-11-24 07:00'));
  expect(off.yes && off.effects).toMatchObject([{ do: 'sleep', room: 'trigger' }]);
});

test('WF-172 paused it starts nothing, its publisher and the Admins are told, and turning it on goes on from then', () => {
  const on: [string, TriggerCommand][] = [
    ['2026-11-23 09:00', follow('created')],
    ['2026-11-23 10:00', { do: 'turn_on' }],
  ];
  const decided = decide(after(...on), { do: 'pause', because: 'too many' }, context('2026-11-24 09:00'));
  expect(decided.yes && decided.effects.map((effect) => effect.do === 'notify' && effect.member)).toEqual([
    'mark',
    'adam',
  ]);
  const paused: [string, TriggerCommand][] = [...on, ['2026-11-24 09:00', { do: 'pause', because: 'too many' }]];
  expect(isListening(after(...paused).trigger)).toBe(false);
  expect(isListening(after(...paused, ['2026-11-25 09:00', { do: 'turn_on' }]).trigger)).toBe(true);
});

test('WF-9 when its workflow is turned on again it counts from then', () => {
  const again = after(
    ['2026-11-23 09:00', follow()],
    ['2026-11-23 10:00', { do: 'turn_on' }],
    ['2026-12-20 10:00', { do: 'begin_anew' }],
  );
  expect(again.trigger.from_day).toBe('2026-12-21');
});

test('WF-172 ten on one record within a day are let through, the eleventh is not', () => {
  let lately = { on_subject: new Map<string, number>(), all: 0 };
  for (let i = 0; i < ON_SUBJECT; i += 1) {
    expect(tooMany(lately, 'a', 'A')).toBeNull();
    lately = oneMore(lately, 'a') as typeof lately;
  }
  expect(tooMany(lately, 'a', 'Harbour')).toContain('on Harbour');
  expect(tooMany(lately, 'b', 'B')).toBeNull();
  expect(tooMany({ on_subject: new Map(), all: 1000 }, 'b', 'B')).toContain('1,000 runs');
});

test('WF-166 what an event is: a new record with tags is added and tagged, an undo is nothing', () => {
  const nobody = { subjectOf: () => undefined, formOf: () => undefined };
  const event = { verb: 'client.added', root: 'person:p', facts: { tags: [null, ['x', 'y']] } } as const;
  const told = happeningsOf(event as never, nobody);
  expect(told.map(({ on, tag }) => tag ?? on)).toEqual(['created', 'status', 'x', 'y']);
  const more = { verb: 'person.tagged', root: 'person:p', facts: { tags: [['x'], ['x', 'y']] } } as const;
  expect(happeningsOf(more as never, nobody).map(({ tag }) => tag)).toEqual(['y']);
  expect(HEARD.test('person.undone')).toBe(false);
  const done = { verb: 'run.completed', root: 'run:r', thing: 'run:r', facts: {} } as const;
  expect(happeningsOf(done, { ...nobody, subjectOf: () => ({ record: 'person', subject: 'p' }) })).toMatchObject([
    { on: 'run_completed', run: 'r' },
  ]);
  const answered = { verb: 'task.answered', root: 'run:r', thing: 'task:t', facts: {} } as const;
  const about = { subjectOf: () => ({ record: 'person', subject: 'p' }) as const, formOf: () => 'details' };
  expect(happeningsOf(answered, about)).toMatchObject([{ on: 'form_answered', run: 'r', form: 'details' }]);
});

test('WF-166 a status is meant as it stands now, a tag and a workflow by what they are', () => {
  const subject = { fields: { status: 'inactive' } } as never;
  const status = { on: 'status', record: 'person', subject: 'p' } as const;
  expect(isMeant({ key: 'k', on: 'status', status: 'inactive' }, status, subject)).toBe(true);
  expect(isMeant({ key: 'k', on: 'status', status: 'active' }, status, subject)).toBe(false);
  expect(isMeant({ key: 'k', on: 'tag', tag: 'x' }, { ...status, on: 'tag', tag: 'y' }, subject)).toBe(false);
  const run = { on: 'run_completed', record: 'person', subject: 'p', run: 'r' } as const;
  expect(isMeant({ key: 'k', on: 'run_completed', workflow: 'w' }, run, subject, 'w')).toBe(true);
  expect(isMeant({ key: 'k', on: 'created' }, run, subject)).toBe(false);
  const form = { ...run, on: 'form_answered', form: 'details' } as const;
  expect(isMeant({ key: 'k', on: 'form_answered', form: 'details' }, form, subject)).toBe(true);
  expect(isMeant({ key: 'k', on: 'form_answered', form: 'other' }, form, subject)).toBe(false);
});
