import type { Id } from '#ground/id.ts';
import type { Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { waitingAgain } from './back.ts';
import type { RunState, Task, Verdict, Work } from './model.ts';
import { type At, acted, fits, mayMove, me } from './moves.ts';
import { tellApproved, tellHandedBack, tellHolders } from './notices.ts';
import { resolve, rulesOf } from './people.ts';
import { heldBySeat, seat } from './reviewers.ts';
import { approvalsOf, judgedRows, preparersOf, reviewStepOf, roundsOf } from './reviews.ts';
import { actsFor } from './rights.ts';
import { comesAfter, nameOf, stepOf } from './state.ts';
import { taskEvent } from './telling.ts';
import { dueOf } from './timing.ts';

/** What reviewers do: approve, or hand back (WF-136 … WF-138). */

/**
 * Refuses: own_work for who prepared it, also as a deputy and whoever holds the review; not_allowed for everybody who does
 * not hold it, run managers too; conflict when another of the pool was first; bad_move, no_reviewer while one is to be named.
 */
export const canReview = (at: At): Refusal | null => ownWork(at) ?? mayMove(at, 'alone') ?? fits(at, 'review');

/** The next reviewer has it, or, after the last approval, the run goes on (WF-136). */
export const approve = (at: At): Decision => {
  const { work, task, context } = at;
  const step = reviewStepOf(work, task);
  const no = canReview(at);
  if (no || !step) return no ?? notFound();
  const row = { ...task, verdicts: [...task.verdicts, verdictOf(at, { is: 'approved' })] };
  const next = seat({ work, step, row, today: context.today });
  if (next.turn === null)
    return accept([acted(at, 'task.approved', approved(at, row))], tellApproved(work, task, didJudged(at)));
  const due_on = task.due_by_hand ? task.due_on : dueOf({ state: work as RunState, context }, step, context.today);
  const set: Partial<Task> = {
    ...heldBySeat(step, next),
    verdicts: row.verdicts,
    state: 'ready',
    ready_at: context.now,
    started_at: null,
    started_by: null,
    due_on,
  };
  return accept([acted(at, 'task.approved', set)], tellHolders(work, { ...task, ...set }, 'task.ready'));
};

const didJudged = ({ work, task }: At): Id[] =>
  judgedRows(work, reviewStepOf(work, task)!).flatMap(({ finished_by, finished_for }) =>
    [finished_by, finished_for].filter((id) => id !== null),
  );

const approved = ({ task, context, work }: At, { verdicts }: Task): Partial<Task> => ({
  state: 'done',
  turn: null,
  verdicts,
  finished_at: context.now,
  finished_by: me(context),
  finished_for: actsFor(work, task, context.who) ?? task.for_member_id,
  assignee_id: task.assignee_id ?? me(context),
});

/** What a review may hand back: the judged steps that somebody did. */
export const returnable = (work: Work, review: Task): Task[] => {
  const step = reviewStepOf(work, review);
  return step ? judgedRows(work, step).filter((row) => row.state === 'done' || row.skipped_how === 'hand') : [];
};

/**
 * The chosen steps are open again for whoever did them, in their next round; all earlier approvals are void (WF-137).
 * `steps` left out: all of them. Refuses beside `canReview`: invalid for a step it does not judge, or when none is chosen.
 */
export const handBack = (
  at: At,
  { comment, steps }: { comment: string; steps?: readonly string[] | undefined },
): Decision => {
  const { work, task, context } = at;
  const no = canReview(at);
  if (no) return no;
  const rows = returnable(work, task);
  const stranger = (steps ?? []).find((key) => !rows.some((row) => row.step_key === key));
  if (stranger !== undefined)
    return invalid(
      problem(
        '/steps',
        'not_judged',
        `«${stepOf(work, stranger)?.title ?? stranger}» is none of the steps that can be handed back here.`,
      ),
    );
  const chosen = steps ? rows.filter((row) => steps.includes(row.step_key!)) : rows;
  if (!chosen.length) return invalid(problem('/steps', 'required', 'Choose at least one step to hand back.'));
  const keys = chosen.map((row) => row.step_key!);
  const back = acted(at, 'task.handed_back', {
    ...waitingAgain(task),
    round: task.round + 1,
    verdicts: [...task.verdicts, verdictOf(at, { is: 'handed_back', comment, steps: keys })],
  });
  const again = chosen.map((row) => openedAgain(at, row, { keys, reason: comment }));
  return accept(
    [back, ...again.map(({ row, set }) => taskEvent(work, row, { verb: 'task.reopened', set, by: context }))],
    again.flatMap(({ row, set }) => tellHandedBack(work, { ...row, ...set }, comment)),
  );
};

/** A judged step in its next round, with whoever did it; one behind another that is opened with it waits for that one. */
export const openedAgain = (
  { work, context }: At,
  row: Task,
  { keys, reason }: { keys: readonly string[]; reason: string },
): { row: Task; set: Partial<Task> } => {
  const waits = keys.some((key) => comesAfter(work.content!, key).has(row.step_key!));
  const doer = row.finished_for ?? row.finished_by ?? row.assignee_id;
  const found = resolve(work, [...(doer ? [`member:${doer}`] : []), ...rulesOf(work, row)], context.today);
  const again = found.resolved_by === `member:${doer}`;
  return {
    row,
    set: {
      ...waitingAgain(row),
      ...found,
      ...(again ? { pool_role_id: row.pool_role_id, resolved_by: 'handed_back' } : {}),
      due_on: row.due_on,
      state: waits ? 'waiting' : 'ready',
      ready_at: waits ? null : context.now,
      round: row.round + 1,
      written: {},
      reason,
    },
  };
};

/**
 * Who prepared it does not review it, nor does a deputy in their name; and a second look is another member's. Refuses
 * own_work.
 */
export const ownWork = ({ work, task, context }: At): Refusal | null => {
  const step = reviewStepOf(work, task);
  if (!step) return null;
  const acting = [me(context), actsFor(work, task, context.who), task.for_member_id].filter((id) => id !== null);
  const prepared = preparersOf(work, step);
  const own = acting.find((id) => prepared.has(id));
  if (own) {
    const who = own === me(context) ? 'You' : nameOf(work, own);
    return refused('own_work', `${who} ${prepared.get(own)}. Nobody reviews what they prepared; somebody else does.`);
  }
  const looked = approvalsOf(task).some(({ by, for: absent }) => acting.includes(by!) || acting.includes(absent!));
  return looked && task.state !== 'done'
    ? refused('own_work', 'You have approved this already. The second look is somebody else’s.')
    : null;
};

const verdictOf = (
  { work, task, context }: At,
  { is, comment = null, steps = [] }: Pick<Verdict, 'is'> & Partial<Verdict>,
): Verdict => ({
  is,
  round: task.round,
  look: task.turn === 2 ? 2 : 1,
  by: me(context),
  for: actsFor(work, task, context.who) ?? task.for_member_id,
  at: context.now,
  saw: roundsOf(work, reviewStepOf(work, task)!),
  comment,
  steps,
});
