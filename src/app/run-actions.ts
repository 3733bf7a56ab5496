import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command, Effect, Refusal } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel, Room } from '#kernel/loop/room.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { type Params, paramsOf, peopleOf, sends, waitlistOutcome } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { filled } from '#workflows/definitions/merge.ts';
import { chainOf, mayPerform } from '#workflows/runs/actions.ts';
import type { RunCommand, Written } from '#workflows/runs/commands.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { rowOf, stepOf, taskById } from '#workflows/runs/state.ts';
import { mergeValues } from './merge-values.ts';
import { composed } from './messages/composing.ts';

/** What a run gave the worker: this attempt of this action. */
export interface GivenAction {
  run: Id;
  task: Id;
  attempt: number;
}

/** The rooms that actions reach into. */
export interface ActionRooms {
  runs: Room<RunState, RunCommand>;
  persons: AnyRoom;
  employees: AnyRoom;
  launches: AnyRoom;
  messages: MessagesRoom;
  workflowByKey(desk: Desk, key: string): Promise<Id | null>;
}

interface Due extends GivenAction {
  state: RunState;
  row: Task;
  step: ActionStep;
}

type Told = { yes: true; child_run_id?: Id } | { yes: true; message: Id; as: Written } | Refusal;

/**
 * Does what action steps say, inside the practice and in one transaction with their report to the run (WF-58): done once, or,
 * when the rules of the other room say no, «needs attention» with their sentence (WF-60). Jobs that are not due any more are
 * let go. Actions of one kind are decided together.
 */
export const runActions =
  (kernel: Kernel, rooms: ActionRooms) =>
  async (desk: Desk, given: readonly GivenAction[]): Promise<void> => {
    const states = await rooms.runs.load(
      desk,
      given.map(({ run }) => ({ id: run, command: { do: 'wake' } as const })),
      who,
    );
    for (const due of given.map((one) => dueOf(states, one)).filter((one) => one !== null)) {
      const told = await carryOut(kernel, desk, rooms, due);
      await act(kernel, desk, caller(), rooms.runs, [{ id: due.run, command: report(due, told) }]);
    }
  };

const who = systemWho('workflows');
const caller = (run?: Id): Caller => ({ who, request_id: newId(), ...(run && { run }) });

const dueOf = (states: ReadonlyMap<Id, RunState>, given: GivenAction): Due | null => {
  const state = states.get(given.run);
  if (!state || mayPerform(state, given)) return null;
  const row = taskById(state, given.task)!;
  const step = stepOf(state, row.step_key);
  return step?.kind === 'action' ? { ...given, state, row, step } : null;
};

const report = ({ task, attempt, step }: Due, told: Told): RunCommand => {
  if (!told.yes && sends(step) && told.code !== 'template_unusable')
    return { do: 'action_not_sent', task, attempt, because: told.because };
  if (!told.yes) return { do: 'action_failed', task, attempt, because: told.because };
  if ('message' in told) return { do: 'action_written', task, attempt, message: told.message, as: told.as };
  return { do: 'action_done', task, attempt, ...(told.child_run_id && { child_run_id: told.child_run_id }) };
};

const DONE: Told = { yes: true };

const carryOut = async (kernel: Kernel, desk: Desk, rooms: ActionRooms, due: Due): Promise<Told> => {
  const { state, step } = due;
  switch (step.do) {
    case 'note':
      return comment(kernel, desk, rooms, due, paramsOf('note', step.params));
    case 'notify':
      return notify(kernel, desk, due, paramsOf('notify', step.params));
    case 'send_email':
    case 'send_sms':
      return send(kernel, desk, rooms, due);
    case 'start_workflow':
      return launch(kernel, desk, rooms, due, paramsOf('start_workflow', step.params));
    default: {
      const command = subjectCommand(due, step);
      if (!command) return DONE;
      const room = state.run.subject_kind === 'employee' ? rooms.employees : rooms.persons;
      const [outcome] = await act(kernel, desk, caller(due.run), room, [{ id: state.run.subject_id, command }]);
      return outcome!.yes ? DONE : isThereAlready(outcome!) ? DONE : outcome!;
    }
  }
};

/** The state is already what the action wants: that is done, not a failure. */
const isThereAlready = ({ code }: Refusal): boolean =>
  ['already_waitlisted', 'not_waitlisted', 'now_a_client', 'already_inactive', 'already_onboarded'].includes(code);

/** What the action asks of the subject's own room; null when there is nothing to do. */
const subjectCommand = ({ state, row }: Due, step: ActionStep): Command | null => {
  const { subject } = state;
  switch (step.do) {
    case 'convert':
      return subject.kind === 'client'
        ? null
        : command({ do: 'convert', override_reason: `by the workflow ${state.content.name}` });
    case 'assign_role': {
      const { role, to } = paramsOf('assign_role', step.params);
      const member = peopleOf(to).flatMap((rule) => membersNamed(state, rule))[0];
      return member ? command({ do: 'set_role', role, member }) : null;
    }
    case 'set_status':
      return statusCommand(state, paramsOf('set_status', step.params));
    case 'change_field': {
      const { field, value } = paramsOf('change_field', step.params);
      return command({
        do: 'change',
        ...(field.startsWith('custom.') ? { custom: { [field.slice(7)]: value } } : { [field]: value }),
      });
    }
    case 'add_tag':
    case 'remove_tag':
      return command({ do: step.do, tag: paramsOf(step.do, step.params).tag });
    default:
      throw new Error(`the action «${step.do}» of ${row.id} is not one on the subject`);
  }
};

const command = (value: Command & Record<string, unknown>): Command => value;

const statusCommand = (state: RunState, params: Params<'set_status'>): Command => {
  switch (params.status) {
    case 'waitlisted':
      return command({ do: 'enter_waitlist' });
    case 'off_waitlist':
      return command({
        do: 'leave_waitlist',
        outcome: waitlistOutcome(params, (key) => rowOf(state, key)?.outcome ?? null),
      });
    case 'inactive':
      return command({ do: 'deactivate', reason: params.reason ?? state.content.name, open_runs: 'leave' });
    case 'onboarded':
      return command({ do: 'mark_onboarded' });
  }
};

const comment = async (
  kernel: Kernel,
  desk: Desk,
  rooms: ActionRooms,
  { state, row }: Due,
  { text }: Params<'note'>,
): Promise<Told> => {
  const said = filled(text, mergeValues(desk, state)).text;
  const [outcome] = await act(kernel, desk, caller(), rooms.runs, [
    { id: state.run.id, command: { do: 'comment', task: row.id, text: said, mentions: [] } },
  ]);
  return outcome!.yes ? DONE : outcome!;
};

const notify = async (
  kernel: Kernel,
  desk: Desk,
  { state, run }: Due,
  { to, text }: Params<'notify'>,
): Promise<Told> => {
  const members = [...new Set(peopleOf(to).flatMap((rule) => membersNamed(state, rule)))];
  const title = filled(text, mergeValues(desk, state)).text;
  const told = members.map(
    (member): Extract<Effect, { do: 'notify' }> => ({
      do: 'notify',
      member,
      verb: 'run.told',
      thing: ref('run', run),
      title,
      url: `/runs/${run}`,
    }),
  );
  await kernel.writers.notify(desk, told, caller());
  return DONE;
};

/** Its message stands in the outbox from now on; what becomes of it, becomes of the step (WF-58, WF-59). */
const send = async (kernel: Kernel, desk: Desk, rooms: ActionRooms, { state, row, step }: Due): Promise<Told> => {
  if (!sends(step)) throw new Error(`the action «${step.do}» of ${row.id} sends nothing`);
  const made = await composed(desk, { state, row, step });
  if (!made.yes) return made;
  const { message } = made;
  const command = {
    do: 'write',
    message,
    planned_at: row.due_at ?? desk.now,
    approval: step.approve_first === true,
  } as const;
  const [outcome] = await act(kernel, desk, caller(), rooms.messages, [{ id: newId(), command }]);
  if (!outcome!.yes) {
    const first = outcome!.code === 'already_written' ? outcome!.facts?.message : null;
    return typeof first === 'string' ? { yes: true, message: first, as: { is: 'planned' } } : outcome!;
  }
  const as: Written = message.missing.length
    ? { is: 'short', of: message.missing }
    : step.approve_first
      ? { is: 'to_approve', text: [message.subject, message.body].filter(Boolean).join('\n\n') }
      : { is: 'planned' };
  return { yes: true, message: outcome!.id, as };
};

/** «Already running» counts as done and links the run (WF-61). */
const launch = async (
  kernel: Kernel,
  desk: Desk,
  rooms: ActionRooms,
  { state }: Due,
  { workflow: key }: Params<'start_workflow'>,
): Promise<Told> => {
  const workflow = await rooms.workflowByKey(desk, key);
  const wanted = {
    do: 'launch',
    workflow: workflow ?? key,
    subject: state.run.subject_id,
    as: state.subject.kind,
    origin: 'step',
    parent: chainOf(state.run),
  };
  const [outcome] = await act(kernel, desk, caller(), rooms.launches, [{ id: newId(), command: wanted }]);
  if (outcome!.yes) return { yes: true, child_run_id: outcome!.id };
  const running = outcome!.code === 'already_running' ? outcome!.facts?.run : null;
  return typeof running === 'string' ? { yes: true, child_run_id: running } : outcome!;
};
