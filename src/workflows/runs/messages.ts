import type { Id } from '#ground/id.ts';
import { millisecondsBetween } from '#ground/time.ts';
import type { Context, Decision, Effect, Event } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import { isClientFacing } from '#workflows/definitions/actions.ts';
import type { Step } from '#workflows/definitions/content.ts';
import { mayPerform } from './actions.ts';
import { blankTask } from './blank.ts';
import type { MachineCommand, Written } from './commands.ts';
import { letterBecame } from './letters.ts';
import type { RunState, Task } from './model.ts';
import { runName, tellHolders, tellOwner } from './notices.ts';
import { resolve } from './people.ts';
import { stepOf, taskById } from './state.ts';
import { taskEvent } from './telling.ts';

/** Steps that send: from the message in the outbox to what became of it (WF-59, WF-60, WF-117). */

type Of<D extends MachineCommand['do']> = Extract<MachineCommand, { do: D }>;

/** How a message that somebody looks at first is decided; the outcomes of «Check and send» (WF-59). */
export const SEND = 'send';
export const DROP = 'drop';

/** A task about a message that somebody looks at before it leaves. */
export const looksAtMessage = (task: Task): boolean =>
  task.step_key === null && task.message_id !== null && task.resolved_by !== SHORT;

/** How a task that waits for a missing value was given to somebody. */
const SHORT = 'value_missing';

/**
 * The worker wrote it: the step goes on when it has left. One that is to be looked at makes the task «Check and send», one
 * that is short of a value the task to find it (WF-59, ME-12).
 */
export const actionWritten = (state: RunState, told: Of<'action_written'>, context: Context): Decision => {
  const row = taskById(state, told.task);
  if (row?.message_id === told.message) return accept([]);
  const no = mayPerform(state, told);
  if (no) return no;
  const written = taskEvent(state, row!, { verb: 'action.written', set: { message_id: told.message } });
  const asked = askedFor(state, { row: row!, as: told.as, message: told.message }, context);
  return accept([written, ...asked.events], asked.effects);
};

/** No message was written, and another channel is not tried by itself (ME-34). */
export const actionNotSent = (state: RunState, told: Of<'action_not_sent'>, context: Context): Decision => {
  const no = mayPerform(state, told);
  if (no) return no;
  const row = taskById(state, told.task)!;
  const set = { state: 'skipped', skipped_how: 'not_sent', finished_at: context.now, reason: told.because } as const;
  const asked: Partial<Task> = {
    ...taskOfRun(state, context),
    title: `Reach ${state.subject.name} another way: ${row.title}`,
    instructions: told.because,
    ...resolve(state, ['specialist', 'owner'], context.today),
  };
  const blank = blankTask(context.newId());
  return accept(
    [
      taskEvent(state, row, { verb: 'action.not_sent', set }),
      taskEvent(state, blank, { verb: 'task.added', set: asked }),
    ],
    tellHolders(state, { ...blank, ...asked }, 'task.ready'),
  );
};

/** A task by hand that the machine adds to a run, due today. */
const taskOfRun = ({ run }: RunState, context: Context): Partial<Task> => ({
  run_id: run.id,
  subject_kind: run.subject_kind,
  subject_id: run.subject_id,
  client_id: run.client_id,
  state: 'ready',
  ready_at: context.now,
  due_on: context.today,
});

interface Asked {
  row: Task;
  as: Written;
  message: Id;
}

export const askedFor = (
  state: RunState,
  { row, as, message }: Asked,
  context: Context,
): { events: Event[]; effects: Effect[] } => {
  if (as.is === 'planned') return { events: [], effects: [] };
  const step = stepOf(state, row.step_key);
  const toApprove = as.is === 'to_approve';
  const found = resolve(
    state,
    toApprove ? (step && step.kind !== 'review' ? (step.who ?? []) : []) : ['specialist', 'owner'],
    context.today,
  );
  const set: Partial<Task> = {
    ...taskOfRun(state, context),
    title: toApprove ? `Check and send: ${row.title}` : `Missing for «${row.title}»: ${as.of.join(', ')}`,
    instructions: toApprove ? as.text : null,
    ...found,
    ...(toApprove ? {} : { resolved_by: SHORT }),
    message_id: message,
  };
  const blank = blankTask(context.newId());
  return {
    events: [taskEvent(state, blank, { verb: 'task.added', set })],
    effects: tellHolders(state, { ...blank, ...set }, 'task.ready'),
  };
};

/** What became of a step's message; told twice, it happened once. */
export const messageBecame = (state: RunState, told: Of<'message_became'>, context: Context): Decision => {
  const rows = state.tasks.filter(({ message_id }) => message_id === told.message);
  const form = rows.find(({ kind }) => kind === 'form');
  const step = rows.find(({ kind }) => kind === 'action');
  const about = rows.filter((row) => row.kind === 'task' && (row.state === 'ready' || row.state === 'in_progress'));
  const closed = about.flatMap((row) => closing(state, row, told, context));
  const own = step ? becomes(state, step, told, context) : form ? letterBecame(state, form, told) : NOTHING;
  return accept([...own.events, ...closed], own.effects);
};

const NOTHING = { events: [], effects: [] };

/** The tasks about it have no more to ask once it is on its way, or never will be. */
const closing = (state: RunState, row: Task, told: Of<'message_became'>, context: Context): Event[] => {
  const over = told.state === 'planned' ? true : told.state === 'sent' || told.state === 'recalled';
  if (!over) return [];
  const set = {
    state: 'done',
    finished_at: context.now,
    outcome: looksAtMessage(row) ? (told.state === 'recalled' ? DROP : SEND) : null,
  } as const;
  return [taskEvent(state, row, { verb: 'task.finished', set })];
};

const becomes = (
  state: RunState,
  row: Task,
  told: Of<'message_became'>,
  context: Context,
): { events: Event[]; effects: Effect[] } => {
  const open = row.state === 'ready' || row.state === 'failed';
  if (!open) return { events: [], effects: [] };
  switch (told.state) {
    case 'sent': {
      const set = { state: 'done', finished_at: context.now, needs_attention: null } as const;
      return { events: [taskEvent(state, row, { verb: 'action.done', set })], effects: [] };
    }
    case 'recalled': {
      const set = {
        state: 'skipped',
        skipped_how: 'not_sent',
        finished_at: context.now,
        reason: told.because,
        needs_attention: null,
      } as const;
      return { events: [taskEvent(state, row, { verb: 'action.not_sent', set })], effects: [] };
    }
    case 'planned': {
      const set = { state: 'ready', needs_attention: null } as const;
      return { events: [taskEvent(state, row, { verb: 'action.retried', set })], effects: [] };
    }
    case 'failed':
    case 'unknown':
      return needsAttention(state, row, told.because ?? 'It was not sent.');
  }
};

const needsAttention = (state: RunState, row: Task, because: string): { events: Event[]; effects: Effect[] } => {
  const title = `«${row.title}» of ${runName(state)} needs attention: ${because}`;
  return {
    events: [taskEvent(state, row, { verb: 'action.failed', set: { state: 'failed', needs_attention: because } })],
    effects: tellOwner(state, { verb: 'task.needs_attention', task: row, title }),
  };
};

/** Nothing that has grown stale leaves without a person (WF-43, PL-147). */
const STALE_AFTER_MS = 72 * 3_600_000;

/** So late that a person must say whether it is still wanted; what somebody tries again is. */
export const isStale = (
  step: Step,
  { due_at, attempt, now }: { due_at: string; attempt: number; now: string },
): boolean => isClientFacing(step) && attempt === 1 && millisecondsBetween(due_at, now) > STALE_AFTER_MS;

/** It stands there until somebody sends it now, skips it or does it by hand. */
export const staleSince = (title: string, state: RunState): { set: Partial<Task>; told: string } => {
  const because = 'It is late: it should have left more than three days ago. Send it now, or skip it.';
  return {
    set: { state: 'failed', needs_attention: because },
    told: `«${title}» of ${runName(state)} is late: send it now, or skip it`,
  };
};
