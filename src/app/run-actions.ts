import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect, Refusal } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { act, type Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, DoAhead, Kernel, Room } from '#kernel/loop/room.ts';
import type { New } from '#messages/outbox/model.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { type Params, paramsOf, peopleOf, sends } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { filled } from '#workflows/definitions/merge.ts';
import { chainOf, mayPerform, RUN_ACTION } from '#workflows/runs/actions.ts';
import { filesAlong } from '#workflows/runs/along.ts';
import type { RunCommand, Written } from '#workflows/runs/commands.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { stepOf, taskById } from '#workflows/runs/state.ts';
import { mergeValues } from './merge-values.ts';
import { composed, type Sent } from './messages/composing.ts';
import { inRounds } from './reacting.ts';
import { subjectCommand } from './subject-actions.ts';

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
  /** Whether files too large for a mail can be fetched from a page of ours (ME-30). */
  can_link: boolean;
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
 * let go. What sends and what notes is decided together, the rest one by one.
 */
export const runActions =
  (kernel: Kernel, rooms: ActionRooms) =>
  async (desk: Desk, given: readonly GivenAction[]): Promise<void> => {
    const states = await rooms.runs.load(
      desk,
      given.map(({ run }) => ({ id: run, command: { do: 'wake' } as const })),
      who,
    );
    const due = given.flatMap((one) => dueOf(states, one) ?? []);
    for (const round of inRounds(due, ({ run }) => run)) {
      const told = await carryOutAll(kernel, desk, rooms, round);
      const reports = round.map((one) => ({ id: one.run, command: report(one, told.get(one)!) }));
      await act(kernel, desk, caller(), rooms.runs, reports);
    }
  };

/**
 * What sends, of what runs give the worker and before they are saved: their messages are written, and the run is saved once
 * with that. No other action can be done so, as it may reach the run itself.
 */
export const sendAhead =
  (kernel: Kernel, rooms: ActionRooms): DoAhead =>
  async (desk, states, effects) => {
    const due = effects.flatMap((effect) => {
      if (effect.do !== 'queue' || effect.name !== RUN_ACTION) return [];
      const one = dueOf(states as ReadonlyMap<Id, RunState>, effect.data as unknown as GivenAction);
      return one && isSending(one) ? [{ ...one, effect }] : [];
    });
    const [round = []] = inRounds(due, ({ run }) => run);
    const told = round.length ? await send(kernel, desk, rooms, round) : [];
    return {
      done: new Set(round.map(({ effect }) => effect)),
      reports: round.map((one, i) => ({ id: one.run, command: report(one, told[i]!) })),
    };
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
  if (!told.yes && sends(step) && !MENDABLE.includes(told.code))
    return { do: 'action_not_sent', task, attempt, because: told.because };
  if (!told.yes) return { do: 'action_failed', task, attempt, because: told.because };
  if ('message' in told) return { do: 'action_written', task, attempt, message: told.message, as: told.as };
  return { do: 'action_done', task, attempt, ...(told.child_run_id && { child_run_id: told.child_run_id }) };
};

/** Why a message is not written that somebody can put right, and then try again (WF-60, ME-31). */
const MENDABLE: readonly string[] = ['template_unusable', 'file_missing', 'file_type', 'too_large', 'invalid'];

const DONE: Told = { yes: true };

/** Actions of different runs. */
const carryOutAll = async (
  kernel: Kernel,
  desk: Desk,
  rooms: ActionRooms,
  round: readonly Due[],
): Promise<Map<Due, Told>> => {
  const told = new Map<Due, Told>();
  const keep = (some: readonly Due[], outcomes: readonly Told[]): void =>
    some.forEach((due, i) => void told.set(due, outcomes[i]!));
  const sending = round.filter(isSending);
  const noting = round.filter(({ step }) => step.do === 'note');
  if (sending.length) keep(sending, await send(kernel, desk, rooms, sending));
  if (noting.length) keep(noting, await comment(kernel, desk, rooms, noting));
  for (const due of round) if (!told.has(due)) told.set(due, await carryOut(kernel, desk, rooms, due));
  return told;
};

const isSending = (due: Due): due is Due & Sent => sends(due.step);

const carryOut = async (kernel: Kernel, desk: Desk, rooms: ActionRooms, due: Due): Promise<Told> => {
  const { state, step } = due;
  switch (step.do) {
    case 'notify':
      return notify(kernel, desk, due, paramsOf('notify', step.params));
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

const comment = async (kernel: Kernel, desk: Desk, rooms: ActionRooms, round: readonly Due[]): Promise<Told[]> => {
  const wanted = round.map(({ state, row, step }) => {
    const { text } = paramsOf('note', step.params);
    const said = filled(text, mergeValues(desk, state)).text;
    return { id: state.run.id, command: { do: 'comment', task: row.id, text: said, mentions: [] } as const };
  });
  const outcomes = await act(kernel, desk, caller(), rooms.runs, wanted);
  return outcomes.map((outcome) => (outcome.yes ? DONE : outcome));
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

/** Their messages stand in the outbox from now on; what becomes of them, becomes of the steps (WF-58, WF-59). */
const send = async (
  kernel: Kernel,
  desk: Desk,
  rooms: ActionRooms,
  sending: readonly (Due & Sent)[],
): Promise<Told[]> => {
  const along = sending.map(({ state, step }) => filesAlong(state, step));
  const made = (await composed(desk, sending)).map((one, i) => ('yes' in along[i]! && one.yes ? along[i] : one));
  const wanted = made.flatMap((one, i) => {
    if (!one.yes) return [];
    const { row, step } = sending[i]!;
    const files = along[i] as FileRow[];
    const command = {
      do: 'write',
      message: one.message,
      planned_at: row.due_at ?? desk.now,
      approval: step.approve_first === true,
      ...(files.length && { along: { files, can_link: rooms.can_link } }),
    } as const;
    return [{ id: newId(), command }];
  });
  const outcomes = (wanted.length ? await act(kernel, desk, caller(), rooms.messages, wanted) : []).values();
  return made.map((one, i) => (one.yes ? written(one.message, sending[i]!.step, outcomes.next().value!) : one));
};

const written = (message: New, step: ActionStep, outcome: Outcome<object>): Told => {
  if (!outcome.yes) {
    const first = outcome.code === 'already_written' ? outcome.facts?.message : null;
    return typeof first === 'string' ? { yes: true, message: first, as: { is: 'planned' } } : outcome;
  }
  return { yes: true, message: outcome.id, as: standing(message, step) };
};

const standing = ({ missing, subject, body }: New, step: ActionStep): Written => {
  if (missing.length) return { is: 'short', of: missing };
  return step.approve_first
    ? { is: 'to_approve', text: [subject, body].filter(Boolean).join('\n\n') }
    : { is: 'planned' };
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
