import type { Event } from '#kernel/decision/model.ts';
import type { RunState, Task } from './model.ts';
import { isNamed, NAMING } from './reviews.ts';
import { isUntouched, openBefore, phaseOf } from './state.ts';
import { type Story, taskEvent, tell } from './telling.ts';

/**
 * Steps that must wait again and that nobody has begun go back to waiting: those behind a step that was reopened or whose
 * finishing was taken back (WF-118, WF-152), those skipped because the run was completed early and now runs again, and on
 * hold the actions that are due (WF-112). Their rows are kept.
 */
export const goBack = (story: Story<RunState>): void => {
  tell(
    story,
    story.work.tasks.flatMap((task) => backOf(story.work, task)),
  );
};

const backOf = (state: RunState, task: Task): Event[] => {
  if (task.step_key === null || task.removed_in !== null || !goesByItself(task)) return [];
  const held = phaseOf(state) === 'on_hold' && task.kind === 'action' && task.state === 'ready';
  if (!held && task.skipped_how !== 'run_completed' && !openBefore(state, task.step_key).length) return [];
  return [
    taskEvent(state, task, {
      verb: 'task.set_back',
      set: { ...waitingAgain(task), ...(held ? judgedStill(task) : {}) },
    }),
  ];
};

/** What the machine made of a step, and no person has changed since. */
const goesByItself = (task: Task): boolean => {
  if (task.state === 'skipped') return BY_ITSELF.includes(task.skipped_how);
  // A message that was written is stopped in the outbox, not forgotten here.
  if (task.kind === 'form' && task.message_id) return false;
  if (task.kind === 'action') return !task.message_id && (task.state === 'ready' || task.state === 'failed');
  return isUntouched(task);
};

const BY_ITSELF: readonly Task['skipped_how'][] = ['not_applicable', 'ahead', 'run_completed'];

/** A waiting row: what a person chose for it stays, everything else is found anew when it becomes live. */
export const waitingAgain = (task: Task): Partial<Task> => ({
  state: 'waiting',
  ready_at: null,
  started_at: null,
  started_by: null,
  finished_at: null,
  finished_by: null,
  finished_for: null,
  skipped_how: null,
  reason: null,
  outcome: null,
  judged: null,
  due_at: null,
  needs_attention: null,
  ...(task.kind !== 'review' && chosenByHand(task) ? {} : NOBODY),
  ...(task.kind === 'review' ? unseated(task) : {}),
  ...(task.kind === 'form' ? { asked: null, message_id: null } : {}),
  ...(task.due_by_hand ? {} : { due_on: null }),
});

/** A person chose who has it, or a reviewer handed it back to who did it (WF-137). */
export const chosenByHand = (task: Pick<Task, 'resolved_by'>): boolean =>
  task.resolved_by === 'hand' || task.resolved_by === 'ahead' || task.resolved_by === 'handed_back';

/** Reviewers that a person named stay; all others are found anew (WF-139). */
const unseated = ({ reviewers, title }: Task): Partial<Task> => ({
  turn: null,
  reviewers: reviewers.map((one) => (one && isNamed(one) ? one : null)),
  title: title.startsWith(NAMING) ? title.slice(NAMING.length) : title,
});

const NOBODY = {
  assignee_id: null,
  pool_role_id: null,
  for_member_id: null,
  resolved_by: null,
  resolved_note: null,
} as const;

/** It stays the same round: `only_if` is judged once (WF-34). */
const judgedStill = ({ judged }: Task): Partial<Task> => ({ judged });
