import { describe, expect, test } from 'vitest';
import { checkList, errorsOf } from './checklist.ts';
import type { Content, WrittenContent } from './content.ts';
import { contentOf, FACTS, factsWith, task } from './testing.ts';

const action = (key: string, act: string, params: object = {}, more: object = {}) =>
  ({
    key,
    kind: 'action' as const,
    title: key.toUpperCase(),
    do: act,
    params,
    ...more,
  }) as WrittenContent['steps'][number];
const found = (content: Content, facts = FACTS, self?: string) =>
  checkList(content, facts, self).map(({ level, step_key, code }) =>
    [level, step_key ?? null, code].filter((part) => part !== null).join(' '),
  );
const steps = (...list: WrittenContent['steps']) => contentOf({ steps: list });
const due = (anchor: string) => task('a', { due: { anchor, n: 1, unit: 'day' } });
const is = (field: string, value?: unknown) => ({ field, is: 'is', value }) as never;

test('WF-13 a good design has an empty check list', () => {
  expect(checkList(contentOf(), FACTS)).toEqual([]);
});

test('WF-13 each line is a level, a code, its step and a sentence that names the step', () => {
  expect(checkList(steps(task('a', { title: 'Call', who: ['role:gone'] })), FACTS)).toContainEqual({
    level: 'error',
    step_key: 'a',
    code: 'role_missing',
    sentence: '«Call» names the role «gone», which does not exist.',
  });
});

describe('errors', () => {
  test.each<[string, Content, string[]]>([
    ['no step', steps(), ['error no_step']],
    ['two steps with one key', steps(task('a'), task('a', { after: [] })), ['error a duplicate_key']],
    [
      'two lines with one key',
      steps(
        task('a', {
          checklist: [
            { key: 'x', text: 'X' },
            { key: 'x', text: 'Y' },
          ],
        }),
      ),
      ['error a duplicate_key'],
    ],
    ['after a missing key', steps(task('a', { after: ['gone'] })), ['error a after_missing']],
    ['after itself', steps(task('a', { after: ['a'] })), ['error a circle']],
    ['a circle of two', steps(task('a', { after: ['b'] }), task('b')), ['error a circle']],
    [
      'a circle through a start',
      steps(task('a', { start: { anchor: 'step:b', n: 1, unit: 'day' } }), task('b')),
      ['error a circle'],
    ],
    [
      'an authorization for employees',
      contentOf({ subject_kinds: ['employee'], settings: { refers_to: 'authorization' } }),
      ['error record_missing'],
    ],
    [
      'a run date filled from no date',
      contentOf({ settings: { run_date: { label: 'Day', default_field: 'start_on' } } }),
      ['error field_missing'],
    ],
    ['a role that is not there', steps(task('a', { who: ['role:gone', 'launcher'] })), ['error a role_missing']],
    ['a member who is not there', steps(task('a', { who: ['member:gone', 'launcher'] })), ['error a member_missing']],
    ['whoever finished a missing step', steps(task('a', { who: ['finished:gone'] })), ['error a step_missing']],
    ['a person nobody asks for', steps(task('a', { who: ['asked:judge'] })), ['error a asked_missing']],
    [
      'an owner who is not there',
      contentOf({ settings: { owner: ['role:gone', 'launcher'] } }),
      ['error role_missing'],
    ],
    [
      'a choice without choices',
      steps(task('a', { asks: [{ key: 'x', label: 'X', type: 'choice' }] })),
      ['error a choices_missing'],
    ],
    [
      'an answer into no field',
      steps(task('a', { asks: [{ key: 'x', label: 'X', type: 'text', writes: 'gone' }] })),
      ['error a field_missing'],
    ],
    [
      'an answer into a fixed field',
      steps(task('a', { asks: [{ key: 'x', label: 'X', type: 'text', writes: 'client_number' }] })),
      ['error a field_fixed'],
    ],
    [
      'an answer of another type',
      steps(task('a', { asks: [{ key: 'x', label: 'X', type: 'text', writes: 'role.partner' }] })),
      ['error a field_type'],
    ],
    ['an action without what it needs', steps(action('a', 'note')), ['error a params']],
    ['an action with more than it knows', steps(action('a', 'convert', { how: 'fast' })), ['error a params']],
    [
      'a note with an unknown merge field',
      steps(action('a', 'note', { text: 'For {{ employee.name }}' })),
      ['error a merge_field'],
    ],
    [
      'a notice to a missing role',
      steps(action('a', 'notify', { to: ['role:gone', 'owner'], text: 'X' })),
      ['error a role_missing'],
    ],
    ['converting what is no prospect', steps(action('a', 'convert')), ['error a wrong_kind']],
    ['a status of another kind', steps(action('a', 'set_status', { status: 'onboarded' })), ['error a wrong_kind']],
    [
      'a status after a missing task',
      contentOf({
        subject_kinds: ['prospect'],
        steps: [action('a', 'set_status', { status: 'off_waitlist', outcome_of: 'gone' })],
      }),
      ['error a step_missing'],
    ],
    ['a tag that is not there', steps(action('a', 'add_tag', { tag: 'gone' })), ['error a tag_missing']],
    [
      'a field that is not there',
      steps(action('a', 'change_field', { field: 'gone', value: 'x' })),
      ['error a field_missing'],
    ],
    [
      'a field that is fixed',
      steps(action('a', 'change_field', { field: 'status', value: 'x' })),
      ['error a field_fixed'],
    ],
    [
      'a workflow that is not there',
      steps(action('a', 'start_workflow', { workflow: 'gone' })),
      ['error a workflow_missing'],
    ],
  ])('WF-13 %s', (_, content, expected) => {
    expect(found(content)).toEqual(expected);
  });

  test('WF-13 a workflow that is archived or for other subjects cannot be started', () => {
    const starts = steps(action('a', 'start_workflow', { workflow: 'other_0' }));
    expect(found(starts, factsWith({ archived: true }))).toEqual(['error a workflow_missing']);
    expect(found(starts, factsWith({ subject_kinds: ['employee'] }))).toEqual(['error a wrong_kind']);
    expect(found(starts, factsWith({}))).toEqual([]);
  });

  test.each([
    'run_date',
    'period_end',
    'record:valid_to',
    'subject:gone',
    'subject:display_name',
    'step:gone',
    'step:a',
  ])('WF-13 WF-36 an anchor that does not exist: %s', (anchor) => {
    expect(found(steps(due(anchor)))).toEqual(['error a anchor_missing']);
  });

  test('WF-36 ready is an anchor of due dates only', () => {
    expect(found(steps(due('ready')))).toEqual([]);
    expect(found(steps(task('a', { start: { anchor: 'ready', n: 1, unit: 'day' } })))).toEqual([
      'error a anchor_missing',
    ]);
  });
});

describe('conditions', () => {
  const first = task('a', { outcomes: ['yes', 'no'], asks: [{ key: 'x', label: 'X', type: 'text' }] });
  const only = (condition: unknown) => steps(first, task('b', { only_if: condition }));

  test.each<[string, unknown]>([
    ['a field of the subject', is('subject.status', 'active')],
    ['a custom field', is('subject.custom.sector', 'farming')],
    ['a role on the subject', { field: 'subject.role.partner', is: 'empty' }],
    ['the run', is('run.launched_as', 'client')],
    ['an outcome', { field: 'steps.a.outcome', is: 'in', value: ['yes', 'no'] }],
    ['an answer', is('answers.a.x', 'Z')],
    ['what is not so', { not: is('steps.a.state', 'skipped') }],
  ])('WF-35 a condition over %s is fine', (_, condition) => {
    expect(found(only(condition))).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['a field nobody knows', is('subject.gone', 1), 'field_missing'],
    ['a name of no shape', is('weather.today', 1), 'field_missing'],
    ['the run’s unknown field', is('run.gone', 1), 'field_missing'],
    ['a step that is not there', is('steps.gone.outcome', 'yes'), 'field_missing'],
    ['an outcome a step does not have', is('steps.a.outcome', 'perhaps'), 'outcome_missing'],
    ['an answer nobody asks for', is('answers.a.y', 'Z'), 'field_missing'],
    ['nothing to compare with', { field: 'steps.a.outcome', is: 'is' }, 'value_missing'],
    ['itself', is('steps.b.state', 'done'), 'condition_later'],
    ['more than 5 levels', { not: { not: { not: { not: { not: is('run.origin', 'hand') } } } } }, 'condition_large'],
    [
      'more than 20 comparisons',
      { all: [{ any: Array(11).fill(is('run.origin', 'hand')) }, { any: Array(10).fill(is('run.origin', 'hand')) }] },
      'condition_large',
    ],
  ])('WF-13 WF-35 a condition over %s is an error', (_, condition, code) => {
    expect(found(only(condition))).toEqual([`error b ${code}`]);
  });

  test('WF-35 20 comparisons and 5 levels are allowed', () => {
    const twenty = {
      all: [
        { any: Array(10).fill(is('run.origin', 'hand')) },
        { not: { not: { any: Array(10).fill(is('run.origin', 'hand')) } } },
      ],
    };
    expect(found(only(twenty))).toEqual([]);
  });

  test('WF-13 a condition over a later step is an error, over a step beside it a warning', () => {
    expect(found(steps(task('b', { only_if: is('steps.a.outcome', 'yes') }), first))).toEqual([
      'error b condition_later',
    ]);
    expect(found(steps(first, task('b', { after: [], only_if: is('steps.a.outcome', 'yes') })))).toEqual([
      'warning b condition_beside',
    ]);
  });

  test('WF-13 what lets a task finish and what stops the run are checked too', () => {
    expect(found(steps(task('a', { finish_if: is('subject.gone', 1) })))).toEqual(['error a field_missing']);
    expect(found(contentOf({ settings: { stop_if: is('subject.gone', 1) } }))).toEqual(['error field_missing']);
    expect(found(contentOf({ settings: { stop_if: is('steps.call.state', 'done') } }))).toEqual([]);
  });
});

describe('warnings', () => {
  test.each<[string, Content, string[]]>([
    [
      'a member who is no longer active',
      steps(task('a', { who: ['member:m-carl', 'launcher'] })),
      ['warning a member_inactive'],
    ],
    [
      'a step nobody can be found for',
      steps(task('a', { who: ['role:r-empty', 'employee_manager'] })),
      ['warning a nobody'],
    ],
    [
      'roles on a client for an employee',
      contentOf({ subject_kinds: ['employee'], steps: [task('a', { who: ['partner'] })] }),
      ['warning a nobody'],
    ],
    [
      'an anchor that may be empty',
      steps(task('a', { due: { anchor: 'subject:next_year_end', n: 1, unit: 'month' } })),
      ['warning a anchor_empty'],
    ],
    [
      'a run date that may be left out',
      contentOf({ settings: { run_date: { label: 'Day', required: false } }, steps: [due('run_date')] }),
      ['warning a anchor_empty'],
    ],
    [
      'an open-ended authorization',
      contentOf({ settings: { refers_to: 'authorization' }, steps: [due('record:valid_to')] }),
      ['warning a anchor_empty'],
    ],
    ['more than 40 steps', steps(...Array.from({ length: 41 }, (_, i) => task(`s${i}`))), ['warning many_steps']],
  ])('WF-13 %s', (_, content, expected) => {
    expect(found(content)).toEqual(expected);
    expect(errorsOf(checkList(content, FACTS))).toEqual([]);
  });

  test('WF-13 40 steps, a required run date and the first day of an authorization are no warning', () => {
    expect(found(steps(...Array.from({ length: 40 }, (_, i) => task(`s${i}`))))).toEqual([]);
    expect(found(contentOf({ settings: { run_date: { label: 'Day' } }, steps: [due('run_date')] }))).toEqual([]);
    expect(found(contentOf({ settings: { refers_to: 'authorization' }, steps: [due('record:valid_from')] }))).toEqual(
      [],
    );
  });

  test('WF-13 workflows that start each other in a circle, and one that is off', () => {
    const starts = steps(action('a', 'start_workflow', { workflow: 'b' }));
    const circle = factsWith({ key: 'b', starts: ['c'] }, { key: 'c', starts: ['b', 'me'] });
    expect(found(starts, circle, 'me')).toEqual(['warning a start_circle']);
    expect(found(starts, circle, 'somebody')).toEqual([]);
    expect(found(starts, factsWith({ key: 'b', on: false }))).toEqual(['warning a workflow_off']);
  });
});

test('WF-13 ME-30 an e-mail takes along the files of tasks and forms that are surely finished before it', () => {
  const template = {
    id: 'hello',
    name: 'Hello',
    channel: 'email',
    archived: false,
    usable: true,
    used_by: 1,
    sources: [],
  };
  const facts = { ...FACTS, message_templates: [template] } as typeof FACTS;
  const sends = (attach: string[], more: object = {}) =>
    action('send', 'send_email', { template: 'hello', to: 'subject', attach }, { approve_first: true, ...more });
  expect(found(steps(task('sign'), sends(['sign'])), facts)).toEqual([]);
  expect(found(steps(task('sign'), sends(['sign'], { after: [] })), facts)).toEqual(['error send step_later']);
  expect(found(steps(task('sign'), sends(['gone'])), facts)).toEqual(['error send step_missing']);
  expect(found(steps(action('note', 'note', { text: 'x' }), sends(['note'])), facts)).toEqual([
    'error send step_missing',
  ]);
});
