import type { Id } from '#ground/id.ts';
import type { Acceptance, Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept, notFound } from '#kernel/decision/rules.ts';
import { actionDone, actionFailed, markActionDone, retryAction } from './actions.ts';
import { addTask, comment } from './adding.ts';
import { advance } from './advance.ts';
import { clearOverride, overrideStep } from './ahead.ts';
import { answerForm, clientAnswered } from './answering.ts';
import { askAgain, formAsked, formNotAsked } from './asking.ts';
import { assignTask, restoreDue, setDue } from './assigning.ts';
import { attachFiles, removeFile } from './attaching.ts';
import { factsChanged, follow, memberLeft, stop, wake } from './changes.ts';
import type { LoneTaskCommand, RunCommand, TaskCommand } from './commands.ts';
import { cancel, completeEarly, restore } from './ends.ts';
import { finishTask } from './finishing.ts';
import { held, hold, release, releaseByHand, releaseKind } from './holds.ts';
import { actionNotSent, actionWritten, messageBecame } from './messages.ts';
import type { RunState, Work } from './model.ts';
import { type At, changedSince } from './moves.ts';
import { nameReviewer } from './naming.ts';
import { reopenTask } from './reopening.ts';
import { approve, handBack } from './reviewing.ts';
import { skipTask } from './skipping.ts';
import { taskById } from './state.ts';
import { assignOwner, changeRunDate } from './steering.ts';
import { cancelTask, putBack, startTask, tickLine } from './tasks.ts';
import { begin, evolveWork, tell } from './telling.ts';
import { takeBack } from './undo.ts';
import { moveToVersion } from './version-move.ts';
import { withdraw } from './withdrawing.ts';

/**
 * Everything that can happen to a run (WF section 2). What follows by itself is part of the same decision: steps that become
 * live, dates, people, completion, the timer. Refusals stand with each command.
 */
export const decide = (state: RunState, command: RunCommand, context: Context): Decision => {
  const decided = decideOnly(state, command, context);
  return decided.yes ? settled(state, decided, context) : decided;
};

export const evolve = (state: RunState, event: Event): RunState => evolveWork(state, event);

/** A task by hand alone (WF-120): the same rules, without a run around it. */
export const decideLone = (work: Work, command: LoneTaskCommand, context: Context): Decision => {
  const decided = decideAlone(work, command, context);
  return decided.yes ? accept(real(decided.events), decided.effects) : decided;
};

const decideAlone = (work: Work, command: LoneTaskCommand, context: Context): Decision => {
  switch (command.do) {
    case 'add_task':
      return command.subject && !work.subject ? notFound() : addTask(work, command, context);
    case 'undo':
      return takeBack(work, command, context);
    default:
      return decideTask(work, command, context);
  }
};

export const evolveLone = (work: Work, event: Event): Work => evolveWork(work, event);

/** The decision with all that follows from it. */
export const settled = (state: RunState, decided: Acceptance, context: Context): Acceptance => {
  const { work, events } = tell(begin(state), decided.events);
  const follows = advance(work, context);
  return accept([...events, ...follows.events], [...decided.effects, ...follows.effects]);
};

/** What makes no difference did not happen. */
const real = (events: readonly Event[]): Event[] => events.filter(({ facts }) => Object.keys(facts).length > 0);

const decideOnly = (state: RunState, command: RunCommand, context: Context): Decision => {
  switch (command.do) {
    case 'hold':
      return hold(state, command, context);
    case 'release':
      return release(state, command, context);
    case 'release_by_hand':
      return releaseByHand(state, command.dates, context);
    case 'cancel':
      return cancel(state, command.reason, context);
    case 'restore':
      return restore(state, command.reason, context);
    case 'complete_early':
      return completeEarly(state, context);
    case 'change_run_date':
      return changeRunDate(state, command.run_date, context);
    case 'assign_owner':
      return assignOwner(state, command.owner, context);
    case 'move':
      return moveToVersion(state, command, context);
    case 'override_step':
      return overrideStep(state, command, context);
    case 'clear_override':
      return clearOverride(state, command.step, context);
    case 'add_task':
      return addTask(state, command, context);
    case 'wake':
      return wake(state, context);
    case 'facts_changed':
      return factsChanged(state, command, context);
    case 'action_done':
      return actionDone(state, command, context);
    case 'action_failed':
      return actionFailed(state, command);
    case 'action_written':
      return actionWritten(state, command, context);
    case 'action_not_sent':
      return actionNotSent(state, command, context);
    case 'message_became':
      return messageBecame(state, command, context);
    case 'form_asked':
      return formAsked(state, command, context);
    case 'form_not_asked':
      return formNotAsked(state, command);
    case 'client_answered':
      return clientAnswered(state, command, context);
    case 'room_hold':
      return held(state, command, context);
    case 'room_release':
      return releaseKind(state, command, context);
    case 'stop':
      return stop(state, command.reason, context);
    case 'follow':
      return follow(state, command);
    case 'member_left':
      return memberLeft(state, command, context);
    case 'undo':
      return takeBack(state, command, context);
    case 'retry_action':
      return onTask(state, command, context, retryAction);
    case 'mark_action_done':
      return onTask(state, command, context, markActionDone);
    default:
      return decideTask(state, command, context);
  }
};

const decideTask = (work: Work, command: TaskCommand, context: Context): Decision => {
  switch (command.do) {
    case 'comment':
      return comment(work, command, context);
    case 'start_task':
      return onTask(work, command, context, startTask);
    case 'put_back':
      return onTask(work, command, context, putBack);
    case 'finish_task':
      return onTask(work, command, context, (at) => finishTask(at, command));
    case 'skip_task':
      return onTask(work, command, context, (at) => skipTask(at, command.reason));
    case 'reopen_task':
      return onTask(work, command, context, (at) => reopenTask(at, command));
    case 'tick':
    case 'untick':
      return onTask(work, command, context, (at) => tickLine(at, command));
    case 'attach_files':
      return onTask(work, command, context, (at) => attachFiles(at, command));
    case 'remove_file':
      return onTask(work, command, context, (at) => removeFile(at, command));
    case 'assign_task':
      return onTask(work, command, context, (at) =>
        at.task.kind === 'review' ? nameReviewer(at, command) : assignTask(at, command),
      );
    case 'set_due':
      return onTask(work, command, context, (at) => setDue(at, command));
    case 'restore_due':
      return onTask(work, command, context, restoreDue);
    case 'approve':
      return onTask(work, command, context, approve);
    case 'hand_back':
      return onTask(work, command, context, (at) => handBack(at, command));
    case 'withdraw':
      return onTask(work, command, context, withdraw);
    case 'answer_form':
      return onTask(work, command, context, (at) => answerForm(at, command));
    case 'ask_again':
      return onTask(work, command, context, askAgain);
    case 'cancel_task':
      return onTask(work, command, context, cancelTask);
    default:
      return command satisfies never;
  }
};

/** The task the command names, as it was seen (WF-119); whoever may not touch it learns nothing more. */
const onTask = (
  work: Work,
  { task: id, seen }: { task: Id; seen?: number | undefined },
  context: Context,
  decideAt: (at: At) => Decision,
): Decision => {
  const task = taskById(work, id);
  if (!task) return notFound();
  const at = { work, task, context };
  const decided = decideAt(at);
  const mayNot = !decided.yes && (decided.kind === 'not_found' || decided.kind === 'not_allowed');
  return mayNot ? decided : (changedSince(at, seen) ?? decided);
};
