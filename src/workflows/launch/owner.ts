import type { Id } from '#ground/id.ts';
import type { Work } from '#workflows/runs/model.ts';
import { membersNamed, usable } from '#workflows/runs/people.ts';

/**
 * Who answers for a run (WF-47): the first of `settings.owner` that gives one active member, else the launcher, else the
 * client's or employee's manager, else who published the workflow. Null when none of them is here any more.
 */
export const ownerOf = (work: Work, launcher: Id | null, publisher: Id | null): Id | null => {
  const named = (work.content?.settings.owner ?? []).map((rule) => only(membersNamed(work, rule)));
  const manager = work.subject?.record === 'employee' ? 'employee_manager' : 'manager';
  return [...named, launcher, only(membersNamed(work, manager)), publisher].find((id) => usable(work, id)) ?? null;
};

/** A role that several hold names nobody. */
const only = (members: readonly Id[]): Id | null => (members.length === 1 ? members[0]! : null);
