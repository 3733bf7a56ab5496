import type { Context, Refusal } from '#kernel/decision/model.ts';
import { canSettleAction } from './actions.ts';
import { canAddTask, canComment } from './adding.ts';
import { canAnswer } from './answering.ts';
import { canAskAgain } from './asking.ts';
import { canAssign, canSetDue } from './assigning.ts';
import { canAttach } from './attaching.ts';
import { canCancel, canCompleteEarly, canRestore } from './ends.ts';
import { canFinish } from './finishing.ts';
import { canHold } from './holds.ts';
import type { RunState } from './model.ts';
import type { At } from './moves.ts';
import { canReopen } from './reopening.ts';
import { canReview } from './reviewing.ts';
import { canSkip } from './skipping.ts';
import { canSteer } from './steering.ts';
import { canCancelTask, canPutBack, canStart, canTick } from './tasks.ts';
import { canWithdraw } from './withdrawing.ts';

/** Which buttons live, and why the others do not: the very rules that decide (WF-190). Null is yes. */

export const taskActs = (at: At) => ({
  start: canStart(at),
  put_back: canPutBack(at),
  finish: canFinish(at),
  skip: canSkip(at),
  reopen: canReopen(at),
  tick: canTick(at),
  assign: canAssign(at),
  set_due: canSetDue(at),
  cancel: canCancelTask(at),
  /** Of a review: approve, and hand back. */
  review: canReview(at),
  withdraw: canWithdraw(at),
  comment: canComment(at.work, at.task, at.context),
  attach: canAttach(at),
  /** Of a form: enter the answer, ask again. */
  answer: canAnswer(at),
  ask_again: canAskAgain(at),
  /** Of an action that needs attention: try again, or done by hand. */
  settle: canSettleAction(at),
});

export const runActs = (state: RunState, context: Context): Record<string, Refusal | null> => ({
  hold: canHold(state, context),
  cancel: canCancel(state, context),
  restore: canRestore(state, context),
  complete_early: canCompleteEarly(state, context),
  add_task: canAddTask(state, context),
  comment: canComment(state, undefined, context),
  /** Owner and run date. */
  steer: canSteer(state, context),
});
