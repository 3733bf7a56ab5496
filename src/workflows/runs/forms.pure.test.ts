import { expect, test } from 'vitest';
import type { Question } from '#forms/model.ts';
import type { Effect } from '#kernel/decision/model.ts';
import { ASK_FORM } from './asking.ts';
import type { FormAnswers } from './commands.ts';
import { formLetter } from './form-letter.ts';
import type { Sheet } from './model.ts';
import { Played, type Setting, task } from './testing.ts';

/** Steps that somebody outside answers, from the first letter to the answer (WF-57). */

const form = (key: string, more: object = {}) => ({
  key,
  kind: 'form' as const,
  title: 'Your details',
  form: 'client_details',
  who: ['assignee'],
  reminders: [7, 3],
  expires_after: 10,
  ...more,
});

const QUESTIONS: Question[] = [
  { key: 'name', kind: 'short_text', label: 'Who should we talk to?', required: true },
  { key: 'staff', kind: 'yes_no', label: 'Do you pay anybody?', required: true },
  { key: 'papers', kind: 'file', label: 'Papers', required: false },
];
const ANSWERS = { name: 'Ada', staff: 'yes' };

/** A run of one form and a task behind it; the letter of the form stands in the outbox. */
const asked = (more: object = {}, setting: Setting = {}): Played => {
  const run = new Played({ steps: [form('details', more), task('enter')] }, { at: '2026-11-23 10:00', ...setting });
  if (run.row('details').state === 'ready') written(run);
  return run;
};

const written = (run: Played, message = 'm1'): void => {
  const { id, attempt } = run.row('details');
  run.as('machine').does({ do: 'form_asked', task: id, attempt, message, as: { is: 'planned' } });
};

const withSheet = (run: Played, more: Partial<Sheet> = {}): Played => {
  const { id, round } = run.row('details');
  const sheet = {
    task_id: id,
    round,
    form: 'client_details',
    title: '',
    intro: '',
    questions: QUESTIONS,
    kept_at: null,
    ...more,
  };
  run.state = { ...run.state, sheets: { [id]: sheet } };
  return run;
};

const sends = (run: Played, given: Partial<FormAnswers> = {}) => {
  const { id, round } = run.row('details');
  return { do: 'client_answered', task: id, round, answers: ANSWERS, files: [], ...given } as const;
};

const letters = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((one) => (one.do === 'queue' && one.name === ASK_FORM ? [one.data] : []));
const wakeAt = (run: Played): unknown => run.effects.flatMap((one) => (one.do === 'wake' ? [one.at] : []))[0];

test('WF-57 a form that becomes live is asked by the machine and looked after by whoever has it', () => {
  const run = new Played({ steps: [form('details')] });
  const { id, attempt, state, assignee_id } = run.row('details');
  expect([state, assignee_id, run.row('details').asked]).toEqual([
    'ready',
    'anna',
    { at: run.now, reminders: [], expired_at: null },
  ]);
  expect(letters(run.effects)).toEqual([{ run: 'run', task: id, attempt, reminder: 0 }]);
});

test('WF-57 pressing Send finishes the step, and the run goes on', () => {
  const run = withSheet(asked());
  run.as('machine').does(sends(run));
  expect(run.row('details')).toMatchObject({
    state: 'done',
    form_answers: { name: 'Ada', staff: true },
    finished_by: null,
  });
  expect(run.states()).toEqual({ details: 'done', enter: 'ready' });
});

test('IN-93 an answer that is missing or wrong is refused with a sentence at each question, all at once', () => {
  const run = withSheet(asked()).as('machine');
  const no = run.refuses(sends(run, { answers: { name: ' ', staff: 'perhaps' } }));
  expect(no.errors?.map(({ pointer, detail }) => [pointer, detail])).toEqual([
    ['/answers/name', 'Please answer this.'],
    ['/answers/staff', 'Please choose yes or no.'],
  ]);
});

test('WF-57 reminders come on their days at the send hour, each once', () => {
  const run = asked();
  expect(wakeAt(run)).toBe('2026-11-26T09:00:00.000Z');
  run.wakes('2026-11-26 09:00');
  expect(letters(run.effects)).toEqual([expect.objectContaining({ reminder: 1 })]);
  expect(wakeAt(run)).toBe('2026-11-30T09:00:00.000Z');
  run.wakes('2026-11-26 12:00');
  expect(letters(run.effects)).toEqual([]);
  run.wakes('2026-11-30 09:00');
  expect(letters(run.effects)).toEqual([expect.objectContaining({ reminder: 2 })]);
});

test('PL-147 after an outage only the latest reminder is sent', () => {
  const run = asked().wakes('2026-12-01 09:00');
  expect(letters(run.effects)).toEqual([expect.objectContaining({ reminder: 2 })]);
  expect(run.row('details').asked?.reminders).toEqual([{ n: 2, at: run.now }]);
});

test('WF-57 reminders stop with the answer', () => {
  const run = withSheet(asked());
  run.as('machine').does(sends(run)).wakes('2026-11-26 09:00');
  expect(letters(run.effects)).toEqual([]);
});

test('WF-57 expired: the run owner has it, is told, and nobody can answer by the link any more', () => {
  const run = withSheet(asked());
  run.wakes('2026-12-03 23:59');
  expect(run.row('details').asked?.expired_at).toBeNull();
  run.wakes('2026-12-04 00:00');
  expect(run.row('details')).toMatchObject({
    state: 'ready',
    assignee_id: 'mark',
    needs_attention: 'Nobody answered by Thu 3 Dec 2026. Ask again, enter the answer, or skip it.',
  });
  expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', member: 'mark' }));
  expect(run.as('machine').refuses(sends(run)).code).toBe('form_closed');
});

test('WF-57 what is expired can be asked again: reminders and end count anew, under a new attempt', () => {
  const run = asked().wakes('2026-12-04 00:00').at('2026-12-07 11:00').as('mark');
  const { id, attempt } = run.row('details');
  run.does({ do: 'ask_again', task: id });
  expect(run.row('details')).toMatchObject({ needs_attention: null, attempt: attempt + 1 });
  expect(letters(run.effects)).toEqual([{ run: 'run', task: id, attempt: attempt + 1, reminder: 0 }]);
  expect(wakeAt(run)).toBe('2026-12-10T09:00:00.000Z');
});

test('WF-57 a member enters the answer for them, also when the link is over', () => {
  const run = withSheet(asked()).wakes('2026-12-04 00:00').as('mark');
  run.does({ do: 'answer_form', task: run.id('details'), answers: { ...ANSWERS, staff: false }, files: [] });
  expect(run.row('details')).toMatchObject({ state: 'done', finished_by: 'mark', form_answers: { staff: false } });
  expect(run.row('details').needs_attention).toBeNull();
});

test('WF-57 a form is answered or skipped with a reason, never finished like a task', () => {
  const run = asked().as('mark');
  expect(run.refuses({ do: 'finish_task', task: run.id('details') }).code).toBe('bad_move');
  expect(run.refuses({ do: 'skip_task', task: run.id('details') }).kind).toBe('invalid');
  run.does({ do: 'skip_task', task: run.id('details'), reason: 'they told us by phone' });
  expect(run.states()).toEqual({ details: 'skipped', enter: 'ready' });
});

test('WF-119 the second who answers is told who was first', () => {
  const run = withSheet(asked());
  run.as('machine').does(sends(run)).as('mark');
  const answer = { do: 'answer_form', task: run.id('details'), answers: ANSWERS, files: [] } as const;
  expect(run.refuses(answer)).toMatchObject({ kind: 'conflict' });
  expect(run.as('machine').refuses(sends(run)).code).toBe('answered');
});

test('WF-112 on hold nobody is reminded and no link ends; held days are added when dates shift', () => {
  const run = asked();
  run.at('2026-11-24 09:00').as('mark').does({ do: 'hold', id: 'h', reason: 'they asked for time' });
  run.wakes('2026-12-08 09:00');
  expect([letters(run.effects), run.row('details').asked?.expired_at]).toEqual([[], null]);
  run.as('mark').does({ do: 'release', hold: 'h', dates: 'shift' });
  expect(letters(run.effects)).toEqual([]);
  expect(wakeAt(run)).toBe('2026-12-10T09:00:00.000Z');
});

test('WF-60 a letter that does not leave needs somebody, and the form stays open', () => {
  const run = withSheet(asked());
  run.as('machine').does({ do: 'message_became', message: 'm1', state: 'failed', because: 'No such mailbox.' });
  expect(run.row('details')).toMatchObject({ state: 'ready', needs_attention: 'No such mailbox.' });
  run.does({ do: 'message_became', message: 'm1', state: 'sent', because: null });
  expect(run.row('details').needs_attention).toBeNull();
});

test('WF-60 a form that nobody can be asked with says why, and the owner is told', () => {
  const run = new Played({ steps: [form('details')] });
  const { id, attempt } = run.row('details');
  run.as('machine').does({ do: 'form_not_asked', task: id, attempt, because: 'No e-mail address is known.' });
  expect(run.row('details')).toMatchObject({ state: 'ready', needs_attention: 'No e-mail address is known.' });
  expect(run.effects).toContainEqual(expect.objectContaining({ do: 'notify', member: 'mark' }));
});

test('WF-118 a form that was asked stays asked when what comes before it is opened again', () => {
  const run = new Played({ steps: [task('call'), form('details')] }).as('anna').finish('call');
  written(run);
  run.as('mark').does({ do: 'reopen_task', task: run.id('call'), reason: 'not done', also: [], repeat: [] });
  expect(run.row('details').state).toBe('ready');
});

test('WF-118 an answered form that is opened again is asked anew, in its next round', () => {
  const run = withSheet(asked());
  run.as('machine').does(sends(run)).as('mark');
  run.does({ do: 'reopen_task', task: run.id('details'), reason: 'wrong year', also: [], repeat: [] });
  expect(run.row('details')).toMatchObject({ state: 'ready', round: 2, message_id: null });
  expect(letters(run.effects)).toEqual([expect.objectContaining({ task: run.id('details'), reminder: 0 })]);
  expect(run.as('machine').refuses(sends(run, {})).code).toBe('not_asked');
});

test('WF-35 a later step may depend on an answer', () => {
  const only_if = { field: 'answers.details.staff', is: 'is', value: true } as const;
  const run = withSheet(asked());
  run.state = {
    ...run.state,
    content: {
      ...run.state.content,
      steps: run.state.content.steps.map((one) => (one.key === 'enter' ? { ...one, only_if } : one)),
    },
  };
  run.as('machine').does(sends(run, { answers: { name: 'Ada', staff: 'no' } }));
  expect(run.row('enter')).toMatchObject({
    skipped_how: 'not_applicable',
    judged: { saw: [{ called: 'the answer «Do you pay anybody?» of «Your details»', value: false }] },
  });
});

test('WF-142 a move to another version asks nobody by itself', () => {
  const before = new Played({ steps: [task('call')] });
  const steps = [...before.state.content.steps, { ...asked().state.content.steps[0]!, key: 'details' }];
  const to = { ...before.state.content, steps };
  before.state = {
    ...before.state,
    versions: {
      1: before.state.content,
      2: { ...to, steps: steps.map((one) => (one.key === 'details' ? { ...one, after: [] } : one)) },
    },
  };
  before.does({ do: 'move', to_version: 2 });
  expect(letters(before.effects)).toEqual([]);
  expect(before.row('details').skipped_how).toBe('behind');
});

test('WF-57 a letter greets, names the form and the last day, and keeps its link to itself', () => {
  const about = { title: 'Your details', reminder: 0, until: '2026-12-03', name: 'Ada', practice: 'Tern', values: {} };
  expect(formLetter({ ...about, step: {} })).toEqual({
    subject: 'Your details',
    body: 'Hello Ada,\n\nPlease answer «Your details» on this page. You can stop at any time and go on later.\n\n/f/…\n\nThe link is for you alone and works until Thu 3 Dec 2026.\n\nTern',
    missing: [],
  });
  const own = {
    message: { subject: 'About {{ client.name }}', text: 'Dear {{ client.first_name }}, one more thing.' },
  };
  const words = formLetter({ ...about, reminder: 2, step: own, values: { 'client.name': 'Bay' } });
  expect([words.subject, words.missing]).toEqual(['Reminder: About Bay', ['client.first_name']]);
});

test('WF-150 an answer that a member entered can be taken back: the form waits for whoever was asked again', () => {
  const run = withSheet(asked()).as('mark');
  run.does({ do: 'answer_form', task: run.id('details'), answers: { ...ANSWERS, staff: false }, files: [] });
  run.does(run.undo(run.last));
  expect(run.row('details')).toMatchObject({ state: 'ready', form_answers: {}, finished_by: null });
  expect(run.states().enter).toBe('waiting');
});

test('WF-152 what a client answered is work that an undo of what came before it must not lose', () => {
  const run = new Played({ steps: [task('call'), form('details')] }).as('anna').finish('call');
  const finished = run.last;
  written(run);
  withSheet(run).as('machine').does(sends(run)).as('mark');
  expect(run.refuses(run.undo(finished, 'by mistake')).code).toBe('later_work');
});

/** Its letter waits for somebody to look at it. */
const lookedAt = (): Played => {
  const run = new Played({ steps: [form('details', { approve_first: true })] }, { at: '2026-11-23 10:00' });
  const { id, attempt } = run.row('details');
  const as = { is: 'to_approve', text: 'Your details\n\nPlease answer.' } as const;
  run.as('machine').does({ do: 'form_asked', task: id, attempt, message: 'm1', as });
  return run;
};
const looking = (run: Played) => run.state.tasks.find(({ step_key }) => step_key === null)!;
const became = (run: Played, state: 'planned' | 'recalled') =>
  run.as('machine').does({ do: 'message_became', message: 'm1', state, because: null });

test('WF-59 a form letter that somebody looks at first becomes «Check and send» of whoever looks after the form', () => {
  const run = lookedAt();
  expect(looking(run)).toMatchObject({
    title: 'Check and send: Your details',
    instructions: 'Your details\n\nPlease answer.',
    assignee_id: 'anna',
    message_id: 'm1',
    state: 'ready',
  });
  became(run, 'planned');
  expect(looking(run)).toMatchObject({ state: 'done', outcome: 'send' });
  expect(run.row('details').state).toBe('ready');
});

test('WF-59 nobody is reminded of a letter that was not let go, and of one that was on the reminders left', () => {
  const run = lookedAt();
  run.wakes('2026-11-26 09:00');
  expect(letters(run.effects)).toEqual([]);
  run.now = '2026-11-27T10:00:00.000Z';
  became(run, 'planned');
  expect(wakeAt(run)).toBe('2026-11-30T09:00:00.000Z');
  run.wakes('2026-11-30 09:00');
  expect(letters(run.effects)).toEqual([expect.objectContaining({ reminder: 2 })]);
});

test('WF-59 WF-60 a letter that was dropped reminds of nothing, and the form needs somebody', () => {
  const run = lookedAt();
  became(run, 'recalled');
  expect(run.row('details').needs_attention).toContain('The letter was recalled');
  run.wakes('2026-11-30 09:00');
  expect(letters(run.effects)).toEqual([]);
});
