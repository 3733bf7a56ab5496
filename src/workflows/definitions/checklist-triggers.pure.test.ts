import { expect, test } from 'vitest';
import { checkList } from './checklist.ts';
import type { Content, Trigger, WrittenContent } from './content.ts';
import { contentOf, FACTS, factsWith, task } from './testing.ts';

const withTrigger = (trigger: Trigger, written: Partial<WrittenContent> = {}): Content =>
  contentOf({ steps: [task('a')], triggers: [trigger], ...written });
const codes = (content: Content, around = FACTS, self?: string): string[] =>
  checkList(content, around, self)
    .filter(({ code }) => code.startsWith('trigger') || code.startsWith('condition') || code.endsWith('missing'))
    .map(({ level, code }) => `${level} ${code}`);

test('WF-13 WF-166 a trigger on a tag, status, date, authorization or workflow that is not there is an error', () => {
  expect(codes(withTrigger({ key: 'k', on: 'created' }))).toEqual([]);
  expect(codes(withTrigger({ key: 'k', on: 'tag', tag: 'nothing' }))).toEqual(['error trigger_tag']);
  expect(codes(withTrigger({ key: 'k', on: 'status', status: 'left' }))).toEqual(['error trigger_status']);
  expect(codes(withTrigger({ key: 'k', on: 'date', field: 'source', days: 1 }))).toEqual(['error trigger_field']);
  expect(codes(withTrigger({ key: 'k', on: 'date', field: 'next_year_end', days: 30 }))).toEqual([]);
  expect(codes(withTrigger({ key: 'k', on: 'authorization_ends', days: 60 }))).toEqual(['error trigger_record']);
  expect(codes(withTrigger({ key: 'k', on: 'run_completed', workflow: 'gone' }))).toEqual(['error trigger_workflow']);
  expect(codes(withTrigger({ key: 'k', on: 'converted' }, { subject_kinds: ['prospect'] }))).toEqual([
    'error trigger_kind',
  ]);
});

test('WF-15 two triggers with one key are an error, and a condition asks only the record', () => {
  const twice = contentOf({
    steps: [task('a')],
    triggers: [
      { key: 'k', on: 'created' },
      { key: 'k', on: 'converted' },
    ],
  });
  expect(codes(twice)).toEqual(['error trigger_key']);
  const early = { key: 'k', on: 'created', only_if: { field: 'run.origin', is: 'is', value: 'hand' } } as const;
  expect(codes(withTrigger(early))).toEqual(['error condition_early']);
});

test('WF-76 what a trigger cannot answer is a warning', () => {
  const asks = { settings: { period: 'ask', run_date: { label: 'Deadline' } } } as const;
  expect(codes(withTrigger({ key: 'k', on: 'created' }, asks))).toEqual(['warning trigger_asks']);
  const filled = { settings: { run_date: { label: 'Year end', default_field: 'next_year_end' } } } as const;
  expect(codes(withTrigger({ key: 'k', on: 'created' }, filled))).toEqual([]);
});

test('WF-13 workflows that start each other in a circle, by runs completed or by a tag put on again, are a warning', () => {
  const after: Trigger = { key: 'k', on: 'run_completed', workflow: 'b' };
  expect(codes(withTrigger(after), factsWith({ key: 'b' }), 'me')).toEqual([]);
  expect(codes(withTrigger(after), factsWith({ key: 'b', follows: ['me'] }), 'me')).toEqual(['warning trigger_circle']);
  const start = { key: 's', kind: 'action', title: 'S', do: 'start_workflow', params: { workflow: 'b' } } as const;
  const tagged = factsWith({ key: 'me', starts: ['b'] }, { key: 'b', adds_tags: ['t-late'] });
  const late: Trigger = { key: 'k', on: 'tag', tag: 't-late' };
  expect(codes(withTrigger(late, { steps: [task('a'), start] }), tagged, 'me')).toEqual(['warning trigger_circle']);
});

test('WF-13 WF-171 a workflow that is started by the answer to a form which it, or what it leads to, asks with is a warning', () => {
  const forms = [{ key: 'details', title: 'Your details', archived: false, questions: [] }];
  const around = (...others: Parameters<typeof factsWith>) => ({ ...factsWith(...others), forms });
  const answered: Trigger = { key: 'k', on: 'form_answered', form: 'details' };
  const asks = { key: 'f', kind: 'form', title: 'F', form: 'details' } as const;
  expect(codes(withTrigger(answered), around({ key: 'b', asks: ['details'] }), 'me')).toEqual([]);
  expect(codes(withTrigger(answered, { steps: [asks] }), around(), 'me')).toEqual(['warning trigger_circle']);
  const led = around({ key: 'me', asks: ['other'] }, { key: 'b', hears: ['other'], asks: ['details'] });
  expect(codes(withTrigger(answered), led, 'me')).toEqual(['warning trigger_circle']);
});
