import { expect, test } from 'vitest';
import type { Json } from '#kernel/decision/model.ts';
import type { ActionStep, Condition, Offset } from '#workflows/definitions/content.ts';
import { contentOf, FACTS, factsWith, task } from '#workflows/definitions/testing.ts';
import { sayAction } from './action.ts';
import { sayCondition } from './condition.ts';
import { sayField } from './difference.ts';
import { sayOffset, sayOffsetShort } from './offset.ts';
import { sayOrder } from './order.ts';
import { sayPeople } from './who.ts';

const content = contentOf({
  subject_kinds: ['prospect', 'client'],
  settings: { run_date: { label: 'Pay day' }, people_asked: [{ key: 'judge', label: 'Investigator' }] },
  steps: [
    task('letter', { title: 'Letter', outcomes: ['signed', 'refused'] }),
    task('identity', { title: 'Identity', after: [], asks: [{ key: 'fee', label: 'Fee', type: 'money' }] }),
    task('accept', { title: 'Accept', after: ['letter', 'identity'] }),
    task('beside', { title: 'Beside', after: ['letter', 'identity'] }),
    task('last', { title: 'Last' }),
  ],
});
const said = { content, facts: { ...factsWith({ key: 'plan', name: 'Plan' }) } };
const on = (anchor: string, n: number, unit: Offset['unit'] = 'business_day', more = {}): Offset => ({
  anchor,
  n,
  unit,
  ...more,
});

test.each([
  [on('ready', 3), '3 business days after it becomes ready', 'within 3 business days'],
  [on('ready', 0), 'on the day it becomes ready', 'the same day'],
  [on('run_date', -10), '10 business days before the pay day', '10 business days before the pay day'],
  [on('run_date', 0), 'on the pay day', 'on the pay day'],
  [on('run', 1, 'month'), '1 month after the start of the run', '1 month after the start of the run'],
  [on('step:letter', 2, 'week'), '2 weeks after «Letter» is finished', '2 weeks after «Letter» is finished'],
  [on('step:letter', 0), 'on the day «Letter» is finished', 'on the day «Letter» is finished'],
  [on('run', 1, 'day', { at: '09:00' }), '1 day after the start of the run at 09:00', undefined],
])('WF-36 WF-37 %o is said as «%s»', (offset, full, short) => {
  expect(sayOffset(offset, content)).toBe(full);
  if (short) expect(sayOffsetShort(offset, content)).toBe(short);
});

test('WF-44 a list of people is said in the order it is tried', () => {
  expect(
    sayPeople(['manager', 'role:r-admin', 'member:m-ben', 'finished:letter', 'asked:judge', 'launcher'], said),
  ).toBe(
    'manager, else anybody as Admin, else Ben, else whoever finished «Letter», else Investigator, named at the start, else whoever starts it',
  );
  expect(sayPeople([], said)).toBe('the run’s owner');
  expect(sayPeople(['member:gone'], said)).toBe('a member who is gone');
});

const went = (value: string): Condition => ({ field: 'steps.letter.outcome', is: 'is', value });
test.each<[Condition, string]>([
  [{ field: 'subject.kind', is: 'is', value: 'prospect' }, 'it is a prospect'],
  [went('signed'), '«Letter» ended with «signed»'],
  [{ not: went('refused') }, '«Letter» did not end with «refused»'],
  [{ field: 'answers.identity.fee', is: 'more', value: 1000 }, 'the answer to «Fee» is more than 1,000'],
  [{ field: 'subject.next_year_end', is: 'less', value: '2027-01-01' }, 'the next year end is before «2027-01-01»'],
  [{ field: 'subject.role.partner', is: 'is', value: 'm-ben' }, 'the partner is Ben'],
  [{ field: 'subject.do_not_contact', is: 'is', value: true }, 'the do not contact is yes'],
  [{ field: 'subject.country', is: 'in', value: ['GB', 'IE'] }, 'the country is one of «GB» or «IE»'],
  [{ field: 'subject.country', is: 'empty' }, 'the country is not known'],
  [{ field: 'steps.letter.state', is: 'is', value: 'done' }, '«Letter» is done'],
  [
    { all: [{ field: 'subject.kind', is: 'is', value: 'prospect' }, { any: [went('signed'), went('refused')] }] },
    'it is a prospect and («Letter» ended with «signed» or «Letter» ended with «refused»)',
  ],
  [
    { not: { any: [went('signed'), went('refused')] } },
    'it is not so that («Letter» ended with «signed» or «Letter» ended with «refused»)',
  ],
])('WF-35 %o is said in words', (condition, sentence) => {
  expect(sayCondition(condition, said)).toBe(sentence);
});

test.each<[ActionStep['do'], ActionStep['params'], string]>([
  ['note', { text: 'Call them' }, 'Writes a note: «Call them»'],
  ['notify', { to: ['partner', 'manager'], text: 'Ready' }, 'Tells partner and manager: «Ready»'],
  ['assign_role', { role: 'reviewer', to: 'launcher' }, 'Makes whoever starts it the reviewer'],
  ['set_status', { status: 'inactive' }, 'Sets the status to inactive'],
  ['convert', {}, 'Converts the prospect to a client'],
  ['change_field', { field: 'country', value: 'GB' }, 'Sets the country to «GB»'],
  ['add_tag', { tag: 't-late' }, 'Adds the tag «late»'],
  ['remove_tag', { tag: 't-late' }, 'Takes the tag «late» off'],
  ['start_workflow', { workflow: 'plan' }, 'Starts «Plan»'],
  ['start_workflow', {}, 'Start a workflow. Not filled in yet'],
])('WF-58 what %s with %o does is said in words', (action, params, sentence) => {
  expect(sayAction({ do: action, params }, said)).toBe(sentence);
});

test('WF-31 what a step comes after is said as a designer chose it', () => {
  expect(content.steps.map((_, at) => sayOrder(content.steps, at))).toEqual([
    'at the start',
    'at the start',
    'after «Letter» and «Identity»',
    'alongside the step above',
    'after the step above',
  ]);
});

test('WF-11 fields of a difference are said in words', () => {
  expect(sayField('due', { ...on('ready', 1) } as Json, said)).toBe('1 business day after it becomes ready');
  expect(sayField('subject_kinds', ['prospect', 'client'], said)).toBe('Prospects and Clients');
  expect(sayField('required', false, said)).toBe('yes');
  expect(sayField('checklist', [{ key: 'a', text: 'Read', required: false }], said)).toBe('Read (may stay open)');
  expect(sayField('params', { text: 'Hello' }, said, 'note')).toBe('Writes a note: «Hello»');
  expect(sayField('who', null, { content, facts: FACTS })).toBe('');
});

test('WF-4 a ready-made workflow names the message it brings along, and one that is nowhere is said to be gone', () => {
  const sending = (template: string): ActionStep => ({
    key: 'tell',
    kind: 'action',
    title: 'Tell',
    required: true,
    do: 'send_email',
    params: { template, to: 'subject' },
  });
  expect(sayAction(sending('waitlist'), { content, facts: FACTS })).toContain('«Waitlist»');
  expect(sayAction(sending('nowhere'), { content, facts: FACTS })).toContain('a message template that is gone');
});
