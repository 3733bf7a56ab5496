import type { Context } from '#kernel/decision/model.ts';
import type { ReviewStep } from '#workflows/definitions/content.ts';
import type { RunState, Task } from './model.ts';
import { tellHolders } from './notices.ts';
import { absence, resolve, rulesOf } from './people.ts';
import { heldBySeat, seat } from './reviewers.ts';
import { reviewStepOf } from './reviews.ts';
import { stepOf, taskById } from './state.ts';
import { type Story, taskEvent, tell } from './telling.ts';
import { dueOf, readyDay } from './timing.ts';

/** Open due dates not set by hand follow their anchors and the calendar; what is done stays done (WF-41, WF-113). */
export const moveDates = (story: Story<RunState>, context: Context): void => {
  const { work: state } = story;
  tell(
    story,
    state.tasks.filter(isDated).flatMap((task) => {
      const step = stepOf(state, task.step_key);
      if (!step) return [];
      const due_on = dueOf({ state, context }, step, readyDay(task, context));
      return due_on === task.due_on ? [] : [taskEvent(state, task, { verb: 'task.due_moved', set: { due_on } })];
    }),
  );
};

/** What came to a deputy «for A» and is not started returns to A when the delegation is over (WF-131). */
export const returnToAbsent = (story: Story<RunState>, context: Context): void => {
  for (const task of story.work.tasks) {
    if (task.state !== 'ready' || !task.for_member_id) continue;
    const away = absence(story.work.directory, task.for_member_id, context.today);
    if (away?.deputy_id !== task.assignee_id) giveAnew(story, task, [`member:${task.for_member_id}`], context);
  }
};

/** Finds anew who has a ready task; `first` is tried before the step's own rules. */
export const giveAnew = (story: Story<RunState>, task: Task, first: readonly string[], context: Context): void => {
  const { work: state } = story;
  const review = reviewStepOf(state, task);
  if (review) {
    seatAnew(story, { task, review, first }, context);
    return;
  }
  const found = resolve(state, [...first, ...rulesOf(state, task)], context.today);
  const by = first.includes(found.resolved_by ?? '') ? task.resolved_by : found.resolved_by;
  tell(story, [taskEvent(state, task, { verb: 'task.returned', set: { ...found, resolved_by: by } })]);
  const now = taskById(story.work, task.id)!;
  if (now.assignee_id !== task.assignee_id) story.effects.push(...tellHolders(story.work, now, 'task.assigned'));
};

/** Whoever reviews is found anew among those who may (WF-138). */
const seatAnew = (
  story: Story<RunState>,
  { task, review, first }: { task: Task; review: ReviewStep; first: readonly string[] },
  { today }: Context,
): void => {
  const seated = seat({ work: story.work, step: review, row: task, today, first, first_as: task.resolved_by });
  if (seated.turn === null) return;
  tell(story, [taskEvent(story.work, task, { verb: 'task.returned', set: heldBySeat(review, seated) })]);
  const now = taskById(story.work, task.id)!;
  if (now.assignee_id !== task.assignee_id) story.effects.push(...tellHolders(story.work, now, 'task.assigned'));
};

const isDated = (task: Task): boolean => (task.state === 'ready' || task.state === 'in_progress') && !task.due_by_hand;
