import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { ReviewStep } from '#workflows/definitions/content.ts';
import type { RunState, Seat, Task, Turn, Work } from './model.ts';
import { membersNamed, ownerOf, type Passed, type Resolution, seek, usable } from './people.ts';
import { approvalsOf, isNamed, NAMING, preparersOf, roundsOf } from './reviews.ts';

/** Who reviews: one look after the other, none by who prepared it, and no two by the same member (WF-136, WF-138, WF-139). */

/** A review as it stands or would stand: its looks, and whose turn it is. */
export interface Seated {
  reviewers: (Seat | null)[];
  /** 0: a reviewer must be named; null: nobody is left to look. */
  turn: Turn | null;
  /** Who holds the task: the reviewer whose turn it is, or the run owner who is to name one. */
  holder: Resolution | null;
}

interface Looked {
  work: Work;
  step: ReviewStep;
  /** Its row; a review that has none yet is as good as blank. */
  row: Pick<Task, 'reviewers' | 'verdicts' | 'round' | 'step_key'>;
  today: PlainDate;
  /** Tried before the step's own rules for the look that is next. */
  first?: readonly string[];
  /** What is kept as the rule that found them, when one of `first` did. */
  first_as?: string | null;
}

/**
 * Finds the reviewers of a round anew: who has approved in it stays, who was named by hand stays as long as they may review,
 * every other look goes to the first of its list who may.
 */
export const seat = (looked: Looked): Seated => {
  const { work, step, row, today } = looked;
  const passed = new Map(preparersOf(work, step));
  const now = Object.entries(roundsOf(work, step));
  // a move to another version may have put more before the reviewers than they have seen
  const given = approvalsOf(row).filter(({ saw }) => now.every(([key, round]) => saw[key] === round));
  for (const { by, for: absent } of given) pass(passed, [by, absent], HAS_LOOKED);
  const reviewers: (Seat | null)[] = [];
  const notes: string[] = [];
  let first = looked.first ?? [];
  for (const [index, rules] of step.reviewers.entries()) {
    const before = row.reviewers[index] ?? null;
    if (given.some(({ look }) => look === index + 1)) {
      reviewers.push(before);
      continue;
    }
    if (before && isNamed(before) && mayLook(work, before, passed)) {
      reviewers.push(before);
      pass(passed, [before.assignee_id, before.for_member_id], LOOKS);
      first = [];
      continue;
    }
    const { found, resolved_note } = seek(work, [...first, ...rules], today, passed);
    const by = found?.resolved_by ?? '';
    reviewers.push(found && { ...found, resolved_by: first.includes(by) ? (looked.first_as ?? by) : by });
    if (found) pass(passed, [found.assignee_id, found.for_member_id], LOOKS);
    else if (resolved_note) notes.push(resolved_note);
    first = [];
  }
  return turned({ work, step, today }, { reviewers, given: given.map(({ look }) => look), notes });
};

const turned = (
  { work, step, today }: Pick<Looked, 'work' | 'step' | 'today'>,
  { reviewers, given, notes }: { reviewers: (Seat | null)[]; given: readonly number[]; notes: readonly string[] },
): Seated => {
  const open = reviewers.findIndex((found, index) => found && !given.includes(index + 1));
  const looks = reviewers.filter(Boolean).length;
  if (looks < step.at_least) {
    const resolved_note = [...new Set(notes)].join('; ') || 'no reviewer named';
    return { reviewers, turn: 0, holder: ownerOf(work, today, resolved_note) };
  }
  return open < 0
    ? { reviewers, turn: null, holder: null }
    : { reviewers, turn: (open + 1) as Turn, holder: reviewers[open]! };
};

/** Who may not be given a look: who prepared the work, and who has given or is to give another look. */
export const passedFor = (state: Work, step: ReviewStep, row: Task, look: number): Passed => {
  const passed = new Map(preparersOf(state, step));
  for (const { by, for: absent, look: other } of approvalsOf(row))
    if (other !== look) pass(passed, [by, absent], HAS_LOOKED);
  row.reviewers.forEach((other, index) => {
    if (other && index + 1 !== look) pass(passed, [other.assignee_id, other.for_member_id], LOOKS);
  });
  return passed;
};

/** What a review's row is while somebody has it: whose turn, under a title that says what they are to do. */
export const heldBySeat = (step: ReviewStep, { reviewers, turn, holder }: Seated): Partial<Task> => ({
  reviewers,
  turn,
  ...holder,
  title: turn === 0 ? `${NAMING}${step.title}` : step.title,
});

/** The rules that were chosen ahead for a step (WF-111). */
export const aheadOf = ({ run }: Pick<RunState, 'run'>, key: string): string[] => {
  const ahead = run.overrides[key];
  return [
    ...(ahead?.assignee_id ? [`member:${ahead.assignee_id}`] : []),
    ...(ahead?.pool_role_id ? [`role:${ahead.pool_role_id}`] : []),
  ];
};

const HAS_LOOKED = 'has approved it already';
const LOOKS = 'gives the other review';

/** Whom a person named stays, deputies or not, while they are here and prepared nothing of it. */
const mayLook = (work: Work, { assignee_id, pool_role_id }: Seat, passed: Passed): boolean =>
  assignee_id
    ? usable(work, assignee_id) && !passed.has(assignee_id)
    : membersNamed(work, `role:${pool_role_id}`).some((id) => !passed.has(id));

const pass = (passed: Map<Id, string>, ids: readonly (Id | null)[], why: string): void => {
  for (const id of ids) if (id && !passed.has(id)) passed.set(id, why);
};
