import { describe, expect, test } from 'vitest';
import type { Decision } from '#kernel/decision/model.ts';
import { contextAs } from '#people/fields/testing.ts';
import { readAnswers, sayAnswer, shownBy, tidied } from './answers.ts';
import { faultsOf } from './faults.ts';
import { LIBRARY } from './library.ts';
import { type FormCommand, type FormState, newForm, type Question } from './model.ts';
import { decide, evolve } from './rules.ts';

const context = (role: 'Manager' | 'Staff' = 'Manager') => contextAs(role, { member: 'm' });

const asks = (key: string, kind: Question['kind'], more: Partial<Question> = {}): Question => ({
  key,
  kind,
  label: `What about ${key}`,
  required: true,
  ...more,
});

const empty: FormState = { id: 'f', keys_taken: [], used_by: [] };
const told = (state: FormState, decision: Decision): FormState => {
  if (!decision.yes) throw new Error(decision.because);
  return decision.events.reduce(evolve, state);
};
const make = (questions: Question[] = [], state = empty) =>
  told(state, decide(state, { do: 'create', title: 'Year end, papers', intro: '', questions }, context()));
const refusal = (state: FormState, command: FormCommand, role: 'Manager' | 'Staff' = 'Manager') => {
  const decision = decide(state, command, context(role));
  return decision.yes ? null : decision;
};

describe('a form', () => {
  test('WF-57 has a key made from its title, never one that was used before', () => {
    expect(make().form).toMatchObject({ key: 'year_end_papers', title: 'Year end, papers' });
    expect(make([], { ...empty, keys_taken: ['year_end_papers'] }).form?.key).toBe('year_end_papers_2');
  });

  test('WF-57 WF-22 is changed under the same key, and the same again is no event', () => {
    const state = make([asks('year', 'date')]);
    const changed = told(state, decide(state, { do: 'change', title: 'Papers' }, context()));
    expect(changed.form).toMatchObject({ key: 'year_end_papers', title: 'Papers' });
    expect(decide(changed, { do: 'change', title: 'Papers' }, context())).toMatchObject({ yes: true, events: [] });
  });

  test('WF-57 is not archived while something asks with it; archived it is restored before it is changed', () => {
    const state = make();
    const used = { ...state, used_by: [{ id: 'w', name: 'Year end', url: '/workflows/w' }] };
    expect(refusal(used, { do: 'archive' })).toMatchObject({
      code: 'in_use',
      because: expect.stringContaining('«Year end»'),
    });
    const archived = told(state, decide(state, { do: 'archive' }, context()));
    expect(archived.form?.archived_by).toBe('member:m');
    expect(refusal(archived, { do: 'change', title: 'x' })).toMatchObject({ code: 'archived' });
    expect(told(archived, decide(archived, { do: 'restore' }, context())).form?.archived_at).toBeNull();
  });

  test('WF-57 WF-19 is made and changed by those who design workflows', () => {
    const command: FormCommand = { do: 'create', title: 'x', intro: '', questions: [] };
    expect(refusal(empty, command, 'Staff')).not.toBeNull();
    expect(refusal(make(), { do: 'archive' }, 'Staff')).not.toBeNull();
  });

  test.each<[string, Question[], string]>([
    ['a key twice', [asks('a', 'date'), asks('a', 'email')], '/questions/1/key'],
    ['nothing to choose from', [asks('a', 'one_of', { choices: ['x'] })], '/questions/0/choices'],
    ['a choice twice', [asks('a', 'one_of', { choices: ['x', 'x'] })], '/questions/0/choices'],
    [
      'a condition on a later question',
      [asks('a', 'date', { shown_if: { question: 'b', is: 'yes' } }), asks('b', 'yes_no')],
      '/questions/0/shown_if',
    ],
    [
      'a condition on a text',
      [asks('b', 'short_text'), asks('a', 'date', { shown_if: { question: 'b', is: 'yes' } })],
      '/questions/1/shown_if',
    ],
    [
      'a condition on no answer',
      [asks('b', 'yes_no'), asks('a', 'date', { shown_if: { question: 'b', is: 'maybe' } })],
      '/questions/1/shown_if',
    ],
  ])('WF-57 IN-92 is refused with %s, at its place', (_, questions, pointer) => {
    expect(refusal(empty, { do: 'create', title: 'x', intro: '', questions })).toMatchObject({
      kind: 'invalid',
      errors: [{ pointer }],
    });
  });
});

test.each(LIBRARY.map((form) => [form.key, form] as const))(
  'WF-57 WF-4 the form «%s» of the library can be asked as it is',
  (_, form) => {
    expect(faultsOf(form.questions)).toEqual([]);
    expect(newForm.parse({ title: form.title, intro: form.intro, questions: form.questions })).toBeTruthy();
  },
);

describe('answers', () => {
  const staff = asks('staff', 'yes_no');
  const how_many = asks('how_many', 'number', { shown_if: { question: 'staff', is: 'yes' } });

  test('WF-57 IN-92 a hidden question is neither required nor kept, nor is what hangs on it', () => {
    const pay = asks('pay', 'one_of', { choices: ['weekly', 'monthly'], shown_if: { question: 'staff', is: 'yes' } });
    const day = asks('day', 'short_text', { shown_if: { question: 'pay', is: 'weekly' } });
    const typed = { staff: 'no', how_many: '3', pay: 'weekly', day: 'Friday' };
    expect(readAnswers([staff, how_many, pay, day], typed)).toEqual({ answers: { staff: false }, faults: [] });
    expect(shownBy([staff, how_many], { staff: true }).map(({ key }) => key)).toEqual(['staff', 'how_many']);
  });

  test('WF-57 IN-93 everything that is missing or wrong is told at once, at its question', () => {
    const { faults } = readAnswers([staff, asks('mail', 'email'), asks('when', 'date', { required: false })], {
      mail: 'anna',
      when: '31.12.2026',
    });
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/answers/staff', 'required'],
      ['/answers/mail', 'wrong'],
      ['/answers/when', 'wrong'],
    ]);
  });

  test.each<[Question['kind'], unknown, unknown]>([
    ['number', '1,250', 1250],
    ['number', '-3.5', -3.5],
    ['money', '1 234 567.80', '1234567.80'],
    ['yes_no', 'yes', true],
    ['several_of', 'x', ['x']],
    ['email', ' Anna@Bay.Example ', 'Anna@bay.example'],
    ['phone', '+44 20 7946 0000', '+44 20 7946 0000'],
    ['statement', ' Anna Sample ', 'Anna Sample'],
    ['file', ['a', 'b'], ['a', 'b']],
  ])('WF-57 %s: %j is kept as %j', (kind, typed, kept) => {
    const one = asks('a', kind, { choices: ['x', 'y'] });
    expect(readAnswers([one], { a: typed as never })).toEqual({ answers: { a: kept }, faults: [] });
    expect(tidied([one], { a: kept as never })).toEqual({ a: kept });
  });

  test.each<[Question['kind'], unknown]>([
    ['number', 'three'],
    ['money', '1.234,50'],
    ['date', '2026-02-30'],
    ['one_of', 'z'],
    ['several_of', ['x', 'z']],
    ['phone', 'call me'],
    ['statement', 'A'],
    ['short_text', 'x'.repeat(501)],
  ])('WF-57 %s: %j is refused with a sentence', (kind, typed) => {
    const { faults } = readAnswers([asks('a', kind, { choices: ['x', 'y'] })], { a: typed as never });
    expect(faults).toHaveLength(1);
    expect(faults[0]!.detail).toMatch(/[.]$/);
  });

  test('WF-57 are said as people read them', () => {
    const say = (kind: Question['kind'], value: unknown) => sayAnswer({ kind }, value as never, (id) => `${id}.pdf`);
    expect([say('yes_no', true), say('several_of', ['a', 'b']), say('file', ['x']), say('statement', 'Anna')]).toEqual([
      'Yes',
      'a, b',
      'x.pdf',
      'Agreed by Anna',
    ]);
  });
});
