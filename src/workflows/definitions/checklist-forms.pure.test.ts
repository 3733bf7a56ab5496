import { expect, test } from 'vitest';
import { checkList } from './checklist.ts';
import type { WrittenContent } from './content.ts';
import { contentOf, FACTS, task } from './testing.ts';

const DETAILS = {
  key: 'client_details',
  title: 'Your details',
  archived: false,
  questions: [{ key: 'staff', kind: 'yes_no' as const, label: 'Do you pay anybody?' }],
};
const facts = (...forms: Partial<typeof DETAILS>[]) => ({
  ...FACTS,
  forms: forms.map((own) => ({ ...DETAILS, ...own })),
});
const form = (more: object = {}) =>
  ({ key: 'ask', kind: 'form', title: 'Ask them', form: 'client_details', ...more }) as WrittenContent['steps'][number];

/** The lines about the form step, as level, code and sentence. */
const found = (more: object, known = facts({}), content: Partial<WrittenContent> = {}) =>
  checkList(contentOf({ steps: [form(more)], ...content }), known).map(
    ({ level, code, sentence }) => `${level} ${code}: ${sentence}`,
  );

test('WF-13 a form step that is complete has an empty check list', () => {
  expect(found({ reminders: [3, 7], expires_after: 10 })).toEqual([]);
});

test.each([
  [{ form: '' }, facts({}), 'error form_missing: «Ask them» asks with no form yet. Choose one.'],
  [{ form: 'gone' }, facts({}), 'error form_missing: «Ask them» asks with the form «gone», which does not exist.'],
  [{}, facts({ archived: true }), 'error form_missing: «Ask them» asks with «Your details», which is archived.'],
  [{}, facts({ questions: [] }), 'error form_empty: «Ask them» asks with «Your details», which has no question yet.'],
  [
    { reminders: [3, 10], expires_after: 10 },
    facts({}),
    'warning reminder_late: «Ask them» reminds on day 10, but after 10 days the link is over. That reminder would not be sent.',
  ],
  [
    { message: { text: 'Dear {{ client.shoe_size }}' } },
    facts({}),
    'error merge_field: «Ask them» asks for {{client.shoe_size}}, which is not known for clients.',
  ],
])('WF-13 %o: %#', (more, known, line) => {
  expect(found(more, known)).toEqual([line]);
});

test('WF-13 an employee has no primary contact, which is said', () => {
  expect(found({ recipient: 'primary_contact', who: [] }, facts({}), { subject_kinds: ['employee'] })).toEqual([
    'warning recipient: «Ask them» asks the primary contact, and an employee has none; the employee is asked.',
  ]);
});

test('WF-35 a condition may ask for the answer to a question of the form, and for no other', () => {
  const asks = (key: string) =>
    checkList(
      contentOf({
        steps: [form(), task('enter', { only_if: { field: `answers.ask.${key}`, is: 'is', value: true } })],
      }),
      facts({}),
    ).map(({ code }) => code);
  expect([asks('staff'), asks('colour')]).toEqual([[], ['field_missing']]);
});
