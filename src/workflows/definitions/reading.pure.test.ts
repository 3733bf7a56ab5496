import { expect, test } from 'vitest';
import { paramsOf, peopleOf, waitlistOutcome } from './actions.ts';
import { filled, mergeFields, unknownFields } from './merge.ts';
import { readContent } from './reading.ts';
import { SENTENCES } from './sentences.ts';
import { contentOf, task } from './testing.ts';

const read = (more: object) =>
  readContent({ name: 'Payroll', subject_kinds: ['client'], steps: [task('call')], ...more }, '/content');
const problems = (more: object) => {
  const answer = read(more);
  return answer.yes ? [] : (answer.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
};

test.each([
  [['prospect'], true],
  [['client'], true],
  [['prospect', 'client'], true],
  [['client', 'prospect'], true],
  [['employee'], true],
  [['invoice'], true],
  [[], false],
  [['client', 'client'], false],
  [['client', 'employee'], false],
  [['prospect', 'invoice'], false],
  [['prospect', 'client', 'employee'], false],
  [['authorization'], false],
])('WF-1 a workflow for %j: %s', (subject_kinds, may) => {
  expect(read({ subject_kinds }).yes).toBe(may);
});

test('WF-14 a name has 1 to 80 characters, a description at most 500', () => {
  expect(read({ name: 'x'.repeat(80), description: 'x'.repeat(500) }).yes).toBe(true);
  expect(problems({ name: ' ' })).toEqual(['/content/name The name is missing.']);
  expect(problems({ name: 'x'.repeat(81) })).toEqual(['/content/name The name is at most 80 characters.']);
  expect(problems({ description: 'x'.repeat(501) })).toEqual([
    '/content/description The description is at most 500 characters.',
  ]);
});

test('WF-15 what passes a limit is invalid and names the step', () => {
  const lines = (n: number) => Array.from({ length: n }, (_, i) => ({ key: `l${i}`, text: 'X' }));
  const asks = (n: number) => Array.from({ length: n }, (_, i) => ({ key: `q${i}`, label: 'X', type: 'text' }));
  const many = (n: number) => Array.from({ length: n }, (_, i) => task(`s${i}`));
  expect(read({ steps: many(200) }).yes).toBe(true);
  expect(problems({ steps: many(201) })).toEqual(['/content/steps The list of steps holds at most 200.']);
  expect(
    read({ steps: [task('a', { checklist: lines(30), asks: asks(20), instructions: 'x'.repeat(10_000) })] }).yes,
  ).toBe(true);
  const long = task('a', { title: 'Call', checklist: lines(31), asks: asks(21), instructions: 'x'.repeat(10_001) });
  expect(problems({ steps: [task('b'), long] })).toEqual([
    '/content/steps/1/instructions «Call»: The text of the instructions is at most 10,000 characters.',
    '/content/steps/1/checklist «Call»: The checklist holds at most 30.',
    '/content/steps/1/asks «Call»: The list of questions holds at most 20.',
  ]);
  expect(problems({ steps: [{ ...task('a'), title: '' }] })[0]).toMatch('Step 1: ');
});

test.each([
  ['call', true],
  ['a1_b', true],
  [`a${'b'.repeat(39)}`, true],
  ['Call', false],
  ['1st', false],
  ['_a', false],
  ['a-b', false],
  ['', false],
  [`a${'b'.repeat(40)}`, false],
])('WF-30 the step key «%s»: %s', (key, may) => {
  expect(read({ steps: [{ ...task('a'), key }] }).yes).toBe(may);
});

test('WF-13 a step has one of the kinds there are, and nothing nobody knows', () => {
  expect(read({ steps: [{ ...task('a'), kind: 'dance' }] }).yes).toBe(false);
  expect(problems({ steps: [{ ...task('a'), colour: 'red' }] })).toEqual([
    '/content/steps/0/colour «A»: «colour» is not known here.',
  ]);
  const only_if = { all: [{ not: { field: 'subject.kind', is: 'is', value: 'client', colour: 'red' } }] };
  expect(problems({ steps: [{ ...task('a'), only_if }] })).toEqual([
    '/content/steps/0/only_if/all/0/not/colour «A»: «colour» is not known here.',
  ]);
});

test('WF-36 offsets reach from −366 to 1826', () => {
  const due = (n: number) => read({ steps: [task('a', { due: { anchor: 'run', n, unit: 'day' } })] }).yes;
  expect([-367, -366, 0, 1826, 1827, 1.5].map(due)).toEqual([false, true, true, true, false, false]);
});

test('WF-13 the fields of a text are those of the workflow’s subjects', () => {
  expect(mergeFields(['client'])).toContain('client.client_number');
  expect(unknownFields('{{client.name}} {{ employee.name }} {{today}} {{ client.name | upcase }}', ['client'])).toEqual(
    ['employee.name', 'client.name | upcase'],
  );
  expect(
    filled('{{ client.name }} from {{practice.name}}, {{client.phone}}', {
      'client.name': 'Harbour {{x}}',
      'practice.name': 'Tern',
      'client.phone': null,
    }),
  ).toEqual({
    text: 'Harbour {{x}} from Tern, ',
    missing: ['client.phone'],
  });
});

test('WF-58 actions read what they need, and a place on the waitlist ends as the task said', () => {
  expect(paramsOf('notify', { to: 'owner', text: 'X' })).toEqual({ to: 'owner', text: 'X' });
  expect(() => paramsOf('notify', { text: 'X' })).toThrow();
  expect([peopleOf('owner'), peopleOf(['owner', 'partner'])]).toEqual([['owner'], ['owner', 'partner']]);
  const of = (outcome: string | null) =>
    waitlistOutcome({ status: 'off_waitlist', outcome_of: 'place' }, () => outcome);
  expect([of('offer'), of('remove'), of(null)]).toEqual(['offered', 'removed', 'removed']);
  expect(waitlistOutcome({ status: 'off_waitlist', outcome: 'withdrawn' }, () => null)).toBe('withdrawn');
});

test('WF-10 WF-11 every event of a workflow has a sentence', () => {
  const two = contentOf({ steps: [task('call', { title: 'Ring' }), task('file'), task('send')] });
  expect(SENTENCES['workflow_draft.saved']({ content: [contentOf() as never, two as never] })).toBe(
    'changed the draft: added 2 steps, changed «Ring»',
  );
  expect(
    SENTENCES['workflow_draft.saved']({
      content: [contentOf() as never, contentOf({ settings: { period: 'ask' } }) as never],
    }),
  ).toBe('changed the settings in the draft');
  expect(
    SENTENCES['workflow.created']({
      name: [null, 'Complaint'],
      origin: [null, 'template:complaint@1'],
      on: [null, true],
    }),
  ).toBe('created «Complaint» from the template «complaint»');
  expect(SENTENCES['workflow.renamed']({ name: ['A', 'B'] })).toBe('renamed it from «A» to «B»');
  expect(SENTENCES['workflow.published']({ current_version: [1, 2] })).toBe('published version 2');
  expect(SENTENCES['workflow_draft.started']({ base_version: [2, 2] })).toBe('began a draft from version 2');
  for (const say of Object.values(SENTENCES)) expect(say({})).toMatch(/^[a-z]/);
});
