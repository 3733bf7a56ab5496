import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { tokenOf } from '#kernel/http/token.ts';
import { act, type Outcome } from '#kernel/loop/perform.ts';
import type { Caller, Kernel, Room } from '#kernel/loop/room.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Message, New } from '#messages/outbox/model.ts';
import type { SecretWords } from '#messages/outbox/sending.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import type { FormStep } from '#workflows/definitions/content.ts';
import { formStepOf, lastDayOf, mayAsk } from '#workflows/runs/asking.ts';
import type { RunCommand, Written } from '#workflows/runs/commands.ts';
import { FORM_PATH, formLetter, LINK } from '#workflows/runs/form-letter.ts';
import { noForm, noRecipient } from '#workflows/runs/may-leave.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { type Asking, formsByKey, makeSheets } from '#workflows/runs/sheets.ts';
import { taskById } from '#workflows/runs/state.ts';
import { mergeValues } from '../merge-values.ts';
import { inRounds } from '../reacting.ts';
import { enveloped } from './composing.ts';
import { reachedBy, recipientsOf, zoneOf } from './reaching.ts';

/** What a run gave the worker: a letter of this attempt of a form, the first or a reminder. */
export interface GivenForm {
  run: Id;
  task: Id;
  attempt: number;
  reminder: number;
}

export interface FormDoor {
  kernel: Kernel;
  runs: Room<RunState, RunCommand>;
  messages: MessagesRoom;
  /** Makes the tokens of links. */
  key: string;
}

interface Due extends GivenForm {
  state: RunState;
  row: Task;
  step: FormStep;
}

const who = systemWho('workflows');
const caller = (): Caller => ({ who, request_id: newId() });

/**
 * Makes the sheets of forms and writes their letters into the outbox, in one transaction with the reports to the runs, a query
 * per kind of row (WF-57). Letters that are not wanted any more are let go.
 */
export const askForms =
  (door: FormDoor) =>
  async (desk: Desk, given: readonly GivenForm[]): Promise<void> => {
    const { kernel, runs } = door;
    const wanted = given.map(({ run }) => ({ id: run, command: { do: 'wake' } as const }));
    const states = await runs.load(desk, wanted, who);
    const due = given.flatMap((one) => dueOf(states, one));
    for (const round of inRounds(due, ({ run }) => run)) {
      const commands = await lettersWritten(door, desk, round);
      const reports = round.flatMap(({ run: id }, i) => (commands[i] ? [{ id, command: commands[i] }] : []));
      if (reports.length) await act(kernel, desk, caller(), runs, reports);
    }
  };

const dueOf = (states: ReadonlyMap<Id, RunState>, given: GivenForm): Due[] => {
  const state = states.get(given.run);
  const row = state && taskById(state, given.task);
  const step = row && formStepOf(state, row);
  return state && row && step && !mayAsk(state, given) ? [{ ...given, state, row, step }] : [];
};

/** Writes the letters; answers what each run is told, nothing of one that was written before (ME-56). */
const lettersWritten = async (
  { kernel, messages, key }: FormDoor,
  desk: Desk,
  due: readonly Due[],
): Promise<(RunCommand | null)[]> => {
  const forms = await formsByKey(
    desk,
    due.map(({ step }) => step.form),
  );
  const asked = due.flatMap(({ row, step }) => {
    const form = forms.get(step.form);
    const token = formToken(key, desk.practice.id, row);
    return form ? [{ task: row.id, round: row.round, token, form, before: row.form_answers }] : [];
  });
  await makeSheets(desk, asked);
  const letters = await lettersOf(desk, due, forms);
  const written = due.flatMap((one, i) => {
    const letter = letters[i]!;
    const planned_at = one.reminder ? desk.now : (one.row.due_at ?? desk.now);
    return 'yes' in letter ? [] : [{ one, letter, planned_at }];
  });
  const wanted = written.map(({ one, letter: message, planned_at }) => ({
    id: newId(),
    command: { do: 'write', message, planned_at, approval: looksFirst(one) } as const,
  }));
  const outcomes = wanted.length ? await act(kernel, desk, caller(), messages, wanted) : [];
  const became = new Map(written.map(({ one }, i) => [one, outcomes[i]!]));
  return due.map((one, i) => {
    const letter = letters[i]!;
    return 'yes' in letter ? notAsked(one, letter) : told(one, letter, became.get(one)!);
  });
};

const notAsked = ({ task, attempt }: Due, { because }: Refusal): RunCommand => ({
  do: 'form_not_asked',
  task,
  attempt,
  because,
});

const told = (due: Due, { missing, subject, body }: New, outcome: Outcome<object>): RunCommand | null => {
  const { task, attempt } = due;
  if (!outcome.yes) return outcome.code === 'already_written' ? null : notAsked(due, outcome);
  const as: Written = missing.length
    ? { is: 'short', of: missing }
    : looksFirst(due)
      ? { is: 'to_approve', text: [subject, body].filter(Boolean).join('\n\n') }
      : { is: 'planned' };
  return { do: 'form_asked', task, attempt, message: outcome.id, as };
};

/** A reminder says again what somebody has looked at (WF-59). */
const looksFirst = ({ step, reminder }: Pick<Due, 'step' | 'reminder'>): boolean =>
  step.approve_first === true && reminder === 0;

/** The same for every letter of a round, so that an earlier link opens what a later one does. */
const formToken = (key: string, practice: Id, { id, round }: Pick<Task, 'id' | 'round'>): string =>
  tokenOf(key, practice, 'form', id, String(round));

/** As they would leave now, in the order of the forms. Refuses `form_missing`, and `no_recipient` (ME-34). */
const lettersOf = async (
  desk: Desk,
  due: readonly Due[],
  forms: ReadonlyMap<string, Asking>,
): Promise<(New | Refusal)[]> => {
  const addressed = due.map(({ state, step }) => ({ state, channel: 'email', to: step.recipient }) as const);
  const reached = await reachedBy(desk, addressed);
  const sender = senderOf((await channelsOf(desk)).get('email')!, desk.practice.name);
  return due.map((one, i) => {
    const form = forms.get(one.step.form);
    if (!form) return noForm(one.step.form);
    const recipients = recipientsOf(addressed[i]!, reached);
    if (!recipients.length) return noRecipient('email');
    const envelope = { class: 'service', channel: 'email', recipients } as const;
    const around = { sender, zone: zoneOf(one.state, reached) };
    return { ...enveloped(one, envelope, around), ...wordsOf(desk, one, { form, name: recipients[0]!.name }) };
  });
};

const wordsOf = (desk: Desk, due: Due, { form, name }: { form: Asking; name: string }) => {
  const { state, row, step, attempt, reminder } = due;
  const until = lastDayOf(state, { step, asked: row.asked! }, { ...desk, who, newId });
  const around = { title: form.title, reminder, until, name, practice: desk.practice.name };
  const words = formLetter({ step, ...around, values: mergeValues(desk, state) });
  return {
    key: `form:${row.id}:${attempt}:${reminder}`,
    ...words,
    html: htmlOf(words.body),
    used: {},
    template_id: null,
    template_version: null,
    locale: null,
    secret_letter: { kind: FORM_LINK, task: row.id, round: row.round },
  };
};

const FORM_LINK = 'form_link';

/** The words of a form's letter as they leave, with the link that stands in no row; also where somebody edited them. */
export const formLetters =
  ({ key, publicUrl }: { key: string; publicUrl: string }) =>
  (desk: Desk, messages: readonly Message[]): ReadonlyMap<Id, SecretWords> =>
    new Map(
      messages.filter(isFormLetter).map(({ id, body, secret_letter }) => {
        const { task, round } = secret_letter as unknown as { task: Id; round: number };
        const token = formToken(key, desk.practice.id, { id: task, round });
        const whole = body.replaceAll(LINK, `${publicUrl}${FORM_PATH}/${token}`);
        return [id, { body: whole, html: htmlOf(whole) }];
      }),
    );

export const isFormLetter = ({ secret_letter }: Pick<Message, 'secret_letter'>): boolean =>
  (secret_letter as { kind?: string } | null)?.kind === FORM_LINK;
