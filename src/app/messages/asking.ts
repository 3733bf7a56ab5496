import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { tokenOf } from '#kernel/http/token.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel, Room } from '#kernel/loop/room.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Message, New } from '#messages/outbox/model.ts';
import type { SecretWords } from '#messages/outbox/sending.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { formStepOf, lastDayOf, mayAsk } from '#workflows/runs/asking.ts';
import type { RunCommand, Written } from '#workflows/runs/commands.ts';
import { FORM_PATH, formLetter, LINK } from '#workflows/runs/form-letter.ts';
import { noForm, noRecipient } from '#workflows/runs/may-leave.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { type Asking, formsByKey, makeSheet } from '#workflows/runs/sheets.ts';
import { taskById } from '#workflows/runs/state.ts';
import { mergeValues } from '../merge-values.ts';
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
  form: Asking | undefined;
}

const who = systemWho('workflows');
const caller = (): Caller => ({ who, request_id: newId() });

/**
 * Makes the sheet of each form and writes its letter into the outbox, in one transaction with the report to the run (WF-57).
 * Letters that are not wanted any more are let go.
 */
export const askForms =
  ({ kernel, runs, messages, key }: FormDoor) =>
  async (desk: Desk, given: readonly GivenForm[]): Promise<void> => {
    const wanted = given.map(({ run }) => ({ id: run, command: { do: 'wake' } as const }));
    const states = await runs.load(desk, wanted, who);
    const due = given.flatMap((one) => dueOf(states, one));
    const forms = await formsByKey(
      desk,
      due.map(({ state, row }) => formStepOf(state, row)!.form),
    );
    for (const one of due) {
      const form = forms.get(formStepOf(one.state, one.row)!.form);
      const command = await letterWritten({ kernel, messages, key }, desk, { ...one, form });
      if (command) await act(kernel, desk, caller(), runs, [{ id: one.run, command }]);
    }
  };

const dueOf = (states: ReadonlyMap<Id, RunState>, given: GivenForm): Omit<Due, 'form'>[] => {
  const state = states.get(given.run);
  const row = state && taskById(state, given.task);
  return state && row && formStepOf(state, row) && !mayAsk(state, given) ? [{ ...given, state, row }] : [];
};

/** Writes the letter; answers what the run is told, nothing when it was written before (ME-56). */
const letterWritten = async (
  { kernel, messages, key }: Omit<FormDoor, 'runs'>,
  desk: Desk,
  due: Due,
): Promise<RunCommand | null> => {
  const { task, attempt, row, form } = due;
  const not = (because: string): RunCommand => ({ do: 'form_not_asked', task, attempt, because });
  if (!form) return not(noForm(formStepOf(due.state, row)!.form).because);
  const token = formToken(key, desk.practice.id, row);
  await makeSheet(desk, { task, round: row.round, token, form, before: row.form_answers });
  const message = await letterOf(desk, { ...due, form });
  if ('yes' in message) return not(message.because);
  const planned_at = due.reminder ? desk.now : (row.due_at ?? desk.now);
  const command = { do: 'write', message, planned_at, approval: false } as const;
  const [outcome] = await act(kernel, desk, caller(), messages, [{ id: newId(), command }]);
  if (!outcome!.yes) return outcome!.code === 'already_written' ? null : not(outcome!.because);
  const as: Written = message.missing.length ? { is: 'short', of: message.missing } : { is: 'planned' };
  return { do: 'form_asked', task, attempt, message: outcome!.id, as };
};

/** The same for every letter of a round, so that an earlier link opens what a later one does. */
const formToken = (key: string, practice: Id, { id, round }: Pick<Task, 'id' | 'round'>): string =>
  tokenOf(key, practice, 'form', id, String(round));

const letterOf = async (
  desk: Desk,
  { state, row, form, attempt, reminder }: Due & { form: Asking },
): Promise<New | Refusal> => {
  const step = formStepOf(state, row)!;
  const addressed = { state, channel: 'email', to: step.recipient } as const;
  const reached = await reachedBy(desk, [addressed]);
  const recipients = recipientsOf(addressed, reached);
  if (!recipients.length) return noRecipient('email');
  const sender = senderOf((await channelsOf(desk)).get('email')!, desk.practice.name);
  const around = { sender, zone: zoneOf(state, reached) };
  const { title } = form;
  const until = lastDayOf(state, { step, asked: row.asked! }, { ...desk, who, newId });
  const practice = desk.practice.name;
  const name = recipients[0]!.name;
  const words = formLetter({ step, title, reminder, until, name, practice, values: mergeValues(desk, state) });
  return {
    ...enveloped({ state, row }, { class: 'service', channel: 'email', recipients }, around),
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
