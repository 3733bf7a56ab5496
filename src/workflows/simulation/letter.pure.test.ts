import { expect, test } from 'vitest';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { CLIENT, contextAt, DIRECTORY, PRACTICE, whoIs } from '#workflows/runs/testing.ts';
import { letterShown } from './letter.ts';
import { type Addressee, inventedAddressee, type SendingStep } from './mail.ts';
import { MAIL } from './testing.ts';

const context = contextAt('2026-11-23T09:00:00Z', whoIs('mark'));

const welcome = (more: object = {}) =>
  ({
    key: 'welcome',
    kind: 'action',
    title: 'Welcome',
    required: true,
    do: 'send_email',
    params: { template: 'welcome', to: 'subject' },
    ...more,
  }) as SendingStep;

const shown = (
  step: SendingStep,
  more: { facts?: Partial<SubjectFacts>; addressee?: Partial<Addressee>; day?: string } = {},
) => {
  const facts = { ...CLIENT, fields: { ...CLIENT.fields, given_name: 'Ada' }, ...more.facts };
  const addressee = { ...inventedAddressee(facts, PRACTICE), ...more.addressee };
  const world = { mail: MAIL, directory: DIRECTORY, form: undefined, valuesOf: () => ({}) };
  const asked = { step, name: 'Onboarding', owner: [], day: more.day ?? '2026-11-26', facts, addressee };
  return letterShown(world, asked, context);
};

test('ME-2 a step’s message is shown as the record would get it: to whom, in which words, on which day', () => {
  expect(shown(welcome({ start: { anchor: 'run', n: 3, unit: 'day', at: '14:30' } }))).toMatchObject({
    to: [{ name: 'Harbour Bakery', address: 'somebody@example.com' }],
    subject: 'Welcome',
    text: 'Dear Ada',
    leaves: { on: '2026-11-26', time: '14:30' },
    missing: [],
    because: [],
  });
});

test('ME-2 ME-44 it leaves on a day on which messages leave, and never before it could be written and stopped', () => {
  expect(shown(welcome(), { day: '2026-11-28' }).leaves).toMatchObject({ on: '2026-11-30', time: '09:00' });
  expect(shown(welcome(), { day: '2026-11-20' }).leaves).toMatchObject({ on: '2026-11-23', time: '09:10' });
});

test('ME-2 ME-12 what this record lacks is named', () => {
  const { records, ...addressee } = inventedAddressee(CLIENT, PRACTICE);
  const nameless = { values: { groups: { client: { name: 'Harbour Bakery', first_name: null } } }, locales: ['en-GB'] };
  const letter = shown(welcome(), { addressee: { ...addressee, records: { ...records, client: nameless } } });
  expect(letter.missing).toEqual(['client.first_name']);
});

test('ME-2 ME-34 a record that cannot be written to is told so, and its words are shown all the same', () => {
  const nowhere = { email: [], sms: [] };
  const letter = shown(welcome(), { addressee: { reach: { subject: nowhere, primary_contact: nowhere } } });
  expect(letter).toMatchObject({
    to: [],
    text: 'Dear Ada',
    because: ['No e-mail address is known for whom this goes to.'],
  });
});

test('ME-2 WF-34 WF-117 a record that must not be contacted, or for which the condition does not hold, is told so', () => {
  const fields = { ...CLIENT.fields, do_not_contact: true };
  expect(shown(welcome(), { facts: { fields } }).because).toEqual(['Harbour Bakery must not be contacted.']);
  const only_if = { field: 'subject.status', is: 'is', value: 'inactive' };
  expect(shown(welcome({ only_if })).because).toEqual([
    'Its condition does not hold for Harbour Bakery, so the step would be skipped.',
  ]);
  const of_a_step = { field: 'steps.call.outcome', is: 'is', value: 'yes' };
  expect(shown(welcome({ only_if: of_a_step })).because).toEqual([]);
});

test('ME-2 WF-45 of members, those the record gives are named, and those only a run knows are said', () => {
  const to = ['partner', 'finished:welcome', 'owner'];
  expect(shown(welcome({ params: { template: 'welcome', to } })).to).toEqual([
    { name: 'Paula', address: 'paula@practice.example' },
    { name: 'Mark', address: 'mark@practice.example' },
    { name: 'whoever finished «Welcome»', address: null },
  ]);
});

test('ME-2 ME-3 without a wording that can be sent there are no words, and it says so', () => {
  const letter = shown(welcome({ params: { template: 'gone', to: 'subject' } }));
  expect(letter.text).toBeNull();
  expect(letter.because[0]).toContain('has no wording that can be sent');
});
