import { expect, test } from 'vitest';
import type { Event } from '#kernel/decision/model.ts';
import { SENTENCES } from './sentences.ts';
import { action, contentOf, DIRECTORY, Played, task } from './testing.ts';
import type { Verb } from './verbs.ts';

const say = ({ verb, facts }: Event, title = 'Call'): string =>
  SENTENCES[verb as Verb]({
    facts,
    title,
    name: (id) => DIRECTORY.members.find((one) => one.id === id)?.name ?? id,
  });
const told = (run: Played): string[] => run.last.toReversed().map((one) => say(one));

test('WF-121 every move is on the timeline as a plain sentence', () => {
  const checklist = [{ key: 'x', text: 'Passport seen', required: false }];
  const asks = [{ key: 'd', label: 'Last day', type: 'date' as const, writes: 'end_on', required: false }];
  const run = new Played({ steps: [task('call', { checklist, asks, outcomes: ['go ahead', 'no'] }), task('end')] });
  const id = run.id('call');
  expect(told(run)).toEqual(['made «Call» ready to Anna']);
  expect(told(run.as('anna').does({ do: 'start_task', task: id }))).toEqual(['started «Call»']);
  expect(told(run.does({ do: 'tick', task: id, line: 'x' }))).toEqual(['ticked «Passport seen» in «Call»']);
  expect(told(run.does({ do: 'untick', task: id, line: 'x' }))).toEqual([
    'took the tick off «Passport seen» in «Call»',
  ]);
  expect(told(run.does({ do: 'assign_task', task: id, to: { member: 'ben' }, reason: 'I am away' }))).toEqual([
    'gave «Call» to Ben: I am away',
  ]);
  expect(told(run.as('mark').does({ do: 'set_due', task: id, due_on: '2026-12-24' }))).toEqual([
    'set the date of «Call» to Thu 24 Dec 2026',
  ]);
  run.finish('call', { outcome: 'go ahead', answers: { d: '2026-12-31' } });
  expect(told(run)[0]).toBe('finished «Call»: go ahead; last day is 2026-12-31 now');
  expect(told(run.does({ do: 'reopen_task', task: id, reason: 'a wrong name' }))[0]).toBe(
    'opened «Call» again: a wrong name',
  );
  expect(told(run.does(run.undo(run.last, 'it was right'))).some((one) => one.endsWith(': it was right'))).toBe(true);
});

test('WF-121 so are holds, ends and what the machine did', () => {
  const run = new Played({ steps: [task('a'), action('tell')] });
  expect(told(run.does({ do: 'hold', id: 'h', reason: 'papers', until: '2026-12-07' }))).toEqual([
    'put it on hold until Mon 7 Dec 2026: papers',
  ]);
  expect(told(run.at('2026-11-25 09:00').does({ do: 'release', hold: 'h', dates: 'shift' }))).toEqual([
    'let it go on',
    'moved dates by the days it was held, Mon 23 Nov 2026 to Wed 25 Nov 2026',
  ]);
  expect(told(run.does({ do: 'cancel', reason: 'they left' }))[0]).toBe('cancelled it: they left');
  expect(told(run.does({ do: 'restore', reason: 'they stay' }))[0]).toBe('brought it back: they stay');
  run.as('anna').finish('a');
  const [job] = run.jobs();
  expect(told(run.as('machine').does({ do: 'action_failed', ...job!, because: 'no such tag' }))).toEqual([
    'could not do «Call»: no such tag',
  ]);
  expect(told(run.as('mark').does({ do: 'mark_action_done', task: job!.task }))).toEqual([
    'did «Call» by hand',
    'completed it',
  ]);
});

test('WF-110 a run that is completed early says so, and why the rest was left out', () => {
  const run = new Played({ steps: [task('a', { required: false })] });
  expect(told(run.does({ do: 'complete_early' }))).toEqual([
    'left out «Call», as the run was completed',
    'completed it early',
  ]);
});

test('WF-34 what does not apply is told with the values that decided', () => {
  const only_if = { field: 'subject.status', is: 'is', value: 'inactive' } as const;
  expect(told(new Played({ steps: [task('a', { only_if })] }))).toEqual([
    'left out «Call», as it does not apply (status: active)',
    'completed it: nothing in it applied',
  ]);
});

test('WF-34 a step that decided is told by its title, not by the key it has in its workflow', () => {
  const only_if = { field: 'steps.zz_ask.outcome', is: 'is', value: 'yes' } as const;
  const ask = task('zz_ask', { title: 'Ask the client', outcomes: ['yes', 'no'] });
  const run = new Played({ steps: [ask, task('next', { only_if })] });
  const said = told(run.finish('zz_ask', { outcome: 'no' })).join(' | ');
  expect(said).toContain('as it does not apply (outcome of «Ask the client»: no)');
  expect(said).not.toContain('zz_ask');
});

test('WF-121 no sentence fails where a value is missing, as after an erasure', () => {
  for (const verb of Object.keys(SENTENCES) as Verb[])
    expect(say({ verb, thing: 'task:x', facts: {} })).not.toMatch(/undefined|null|NaN/);
});

test('WF-143 a move to another version is told with what it made of the steps', () => {
  const first = [task('a'), task('b'), task('c')];
  const second = [task('a'), task('x'), { ...task('b'), title: 'B anew' }];
  const run = new Played({ steps: first }, { state: { versions: { 2: contentOf({ steps: second }) } } });
  run.as('anna').finish('a').as('mark').does({ do: 'move', to_version: 2 });
  expect(told(run)[0]).toBe('moved it from version 1 to version 2: 1 step kept, 1 changed, 1 added, 1 removed');
});
