import { expect, test } from 'vitest';
import { checkList } from './checklist.ts';
import type { WrittenContent } from './content.ts';
import { contentOf, FACTS, task } from './testing.ts';

const WELCOME = {
  id: 't-welcome',
  name: 'Welcome',
  channel: 'email',
  archived: false,
  usable: true,
  used_by: 1,
  sources: [{ subject: 'Welcome', body: '<p>{{ client.name }}</p>', text: null }],
} as const;
const facts = { ...FACTS, message_templates: [WELCOME] };

const convert = { key: 'to_client', kind: 'action', title: 'Convert', do: 'convert' } as const;
const greet = {
  key: 'greet',
  kind: 'action',
  title: 'Greet',
  do: 'send_email',
  params: { template: 't-welcome', to: 'subject' },
} as const;
const wrong = (steps: WrittenContent['steps'], subject_kinds: WrittenContent['subject_kinds'] = ['prospect']) =>
  checkList(contentOf({ subject_kinds, steps }), facts).flatMap(({ code, step_key }) =>
    code === 'merge_field' ? [step_key] : [],
  );

test('WF-13 ME-22 behind a conversion a message may speak of the client', () => {
  expect(wrong([convert, greet])).toEqual([]);
  expect(wrong([convert, task('call'), greet], ['prospect', 'client'])).toEqual([]);
  const ifProspect = { field: 'subject.kind', is: 'is', value: 'prospect' } as const;
  expect(wrong([{ ...convert, only_if: ifProspect }, greet], ['prospect', 'client'])).toEqual([]);
});

test('WF-13 ME-22 before a conversion, beside it, or where it may be left out, the client is not known', () => {
  expect(wrong([greet, convert])).toEqual(['greet']);
  expect(wrong([convert, { ...greet, after: [] }])).toEqual(['greet']);
  const accepted = { field: 'steps.talk.outcome', is: 'is', value: 'yes' } as const;
  const talk = task('talk', { outcomes: ['yes', 'no'] });
  expect(wrong([talk, { ...convert, only_if: accepted }, greet])).toEqual(['greet']);
});

test('WF-13 ME-22 behind a conversion a message about the prospect finds none', () => {
  const note = (text: string) => ({ key: 'say', kind: 'action', title: 'Say', do: 'note', params: { text } }) as const;
  expect(wrong([convert, note('{{prospect.name}} is with us')])).toEqual(['say']);
  expect(wrong([convert, note('{{client.name}} is with us')])).toEqual([]);
});
