import { expect, test } from 'vitest';
import type { Question } from '#forms/model.ts';
import { simulate } from './rules.ts';
import { asked, contentOf, worldOf } from './testing.ts';

/** Forms in a simulation: asked by letter, reminded, answered by whoever is asked (WF-57, WF-156). */

const QUESTIONS: Question[] = [
  { key: 'staff', kind: 'yes_no', label: 'Do you pay anybody?', required: true },
  { key: 'papers', kind: 'file', label: 'Papers', required: true },
];
const FORM = { key: 'details', title: 'Your details', intro: '', questions: QUESTIONS };
const STEPS = [
  {
    key: 'ask',
    kind: 'form',
    title: 'Details',
    form: 'details',
    who: ['assignee'],
    reminders: [2, 9],
    expires_after: 12,
    due: { anchor: 'ready', n: 4, unit: 'business_day' },
  },
  {
    key: 'payroll',
    kind: 'task',
    title: 'Payroll',
    who: ['assignee'],
    only_if: { field: 'answers.ask.staff', is: 'is', value: true },
  },
];

const told = (scenario: Parameters<typeof asked>[0] = {}, forms = [FORM], subject = {}) => {
  const world = worldOf({ payroll: contentOf({ steps: STEPS as never }) }, [subject]);
  const lines = simulate({ ...world, forms: new Map(forms.map((one) => [one.key, one])) }, asked(scenario)).lines;
  return lines.map(({ on, time, what, step, to, message }) =>
    [on.slice(5), time, what, step, message ? `→ ${to.join()}` : to.join()].filter(Boolean).join(' '),
  );
};

test('WF-156 a form is asked by letter, reminded on its days, and answered on its due date', () => {
  expect(told()).toEqual([
    '11-23 09:00 started Mark',
    '11-23 09:00 ready ask Anna',
    '11-23 09:10 action ask → Harbour Bakery',
    '11-25 09:10 action ask → Harbour Bakery',
    '11-27 12:00 done ask Harbour Bakery',
    '11-27 12:00 ready payroll Anna',
    '11-27 12:00 done payroll Anna',
    '11-27 12:00 completed',
  ]);
});

test('WF-156 answers of a form can be assumed, and what depends on them follows', () => {
  expect(told({ steps: { ask: { answers: { staff: false } } } }).slice(-2)).toEqual([
    '11-27 12:00 left_out payroll',
    '11-27 12:00 completed',
  ]);
});

test('WF-57 a form that nobody answers is reminded and goes to the run owner after its last day', () => {
  expect(told({ steps: { ask: { act: { how: 'never' } } } }).filter((line) => / ask/.test(line))).toEqual([
    '11-23 09:00 ready ask Anna',
    '11-23 09:10 action ask → Harbour Bakery',
    '11-25 09:10 action ask → Harbour Bakery',
    '12-02 09:10 action ask → Harbour Bakery',
    '12-06 00:00 failed ask Mark',
    expect.stringMatching(/ open ask Mark$/),
  ]);
});

test('WF-60 a form that is not there any more is told at once, and nothing is sent', () => {
  const lines = told({ steps: { ask: { act: { how: 'never' } } } }, []);
  expect(lines.slice(0, 3)).toEqual([
    '11-23 09:00 started Mark',
    '11-23 09:00 ready ask Anna',
    '11-23 09:00 failed ask Anna',
  ]);
});

test('WF-59 WF-156 a form letter that somebody looks at first leaves when they have, and its reminders after that', () => {
  const steps = [{ ...STEPS[0], approve_first: true }];
  const world = worldOf({ payroll: contentOf({ steps: steps as never }) });
  const lines = simulate(
    { ...world, forms: new Map([['details', FORM]]) },
    asked({ steps: { ask: { act: { how: 'never' } } }, act: { how: 'on_due' } }),
  ).lines;
  const letters = lines
    .filter(({ what, step }) => what === 'action' && step === 'ask')
    .map(({ on, time }) => `${on} ${time}`);
  const checked = lines.find(({ title, what }) => title.startsWith('Check and send') && what === 'done')!;
  expect(letters[0]! > `${checked.on} ${checked.time}`).toBe(true);
  expect(letters.length).toBeGreaterThan(1);
});
