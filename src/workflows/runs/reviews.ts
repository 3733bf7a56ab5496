import type { Id } from '#ground/id.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { ReviewStep } from '#workflows/definitions/content.ts';
import type { Seat, Task, Verdict, Work } from './model.ts';
import { nameOf, rowOf, stepOf } from './state.ts';

/** Questions about the reviews of a run as they stand (WF-135 … WF-139); nothing here decides. */

export const reviewStepOf = (work: Pick<Work, 'content'>, task: Pick<Task, 'step_key'>): ReviewStep | undefined => {
  const step = stepOf(work, task.step_key);
  return step?.kind === 'review' ? step : undefined;
};

/** The rows of the steps a review judges, in the order of the design. */
export const judgedRows = (work: Pick<Work, 'content' | 'tasks'>, step: ReviewStep): Task[] =>
  (work.content?.steps ?? []).filter(({ key }) => step.of.includes(key)).flatMap(({ key }) => rowOf(work, key) ?? []);

/** Somebody is to look at it, or to name who does. */
export const isPending = (review: Task | undefined): boolean =>
  review?.state === 'ready' || review?.state === 'in_progress';

/** The pending reviews of a step: while there is one it is locked (WF-135). */
export const pendingOver = (work: Work, key: string | null): Task[] =>
  reviewsOver(work, [key]).filter((review) => isPending(review));

/** The rows of all reviews that judge one of these steps. */
export const reviewsOver = (work: Work, keys: readonly (string | null)[]): Task[] =>
  work.tasks.filter((row) => row.removed_in === null && reviewStepOf(work, row)?.of.some((key) => keys.includes(key)));

/** Refuses under_review: what is being reviewed does not change (WF-135). */
export const underReview = (work: Work, task: Task): Refusal | null => {
  const [review] = task.step_key === null ? [] : pendingOver(work, task.step_key);
  if (!review) return null;
  const has = review.assignee_id ? `, and ${nameOf(work, review.assignee_id)} has it` : '';
  return refused(
    'under_review',
    `«${task.title}» is being reviewed${has}. Withdraw it, or have it handed back, to change it.`,
    { review: review.id },
  );
};

/** What was approved in the round that is worked; earlier approvals are void (WF-137). */
export const approvalsOf = ({ verdicts, round }: Pick<Task, 'verdicts' | 'round'>): Verdict[] =>
  verdicts.filter((one) => one.is === 'approved' && one.round === round);

/** Who prepared what a review judges, for themselves or for another, and how it is said of them (WF-138). */
export const preparersOf = (work: Work, step: ReviewStep): ReadonlyMap<Id, string> => {
  const prepared = new Map<Id, string>();
  if (step.allow_self) return prepared;
  for (const { title, finished_by, finished_for } of judgedRows(work, step))
    for (const id of [finished_by, finished_for]) if (id) prepared.set(id, `prepared «${title}»`);
  return prepared;
};

/** The rounds of the judged steps as they stand: what a verdict given now has seen. */
export const roundsOf = (work: Work, step: ReviewStep): Record<string, number> =>
  Object.fromEntries(judgedRows(work, step).map(({ step_key, round }) => [step_key!, round]));

/** A person chose them: they stay when the others are found anew. */
export const isNamed = ({ resolved_by }: Seat): boolean => resolved_by === 'hand' || resolved_by === 'ahead';

/** How the title of a review begins while its run owner is to name a reviewer (WF-139). */
export const NAMING = 'Name a reviewer: ';

/** Do the approvals of the present round hold: each of the work as it stands, none by who prepared it? */
export const approvalsHold = (work: Work, review: Task): boolean => {
  const step = reviewStepOf(work, review);
  if (!step) return true;
  const prepared = preparersOf(work, step);
  const now = roundsOf(work, step);
  return approvalsOf(review).every(
    ({ by, for: absent, saw }) =>
      ![by, absent].some((id) => id && prepared.has(id)) &&
      Object.keys(now).every((key) => saw[key] === now[key]) &&
      judgedRows(work, step).every((row) => row.state === 'done' || row.state === 'skipped'),
  );
};
