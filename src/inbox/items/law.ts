import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { ItemState, Origin, Status } from './model.ts';

/** Where an item may go: another status, or away. */
export type Way = Status | 'deleted';

/** Why a way is closed; null when it is open. */
export type Closed =
  | 'not_for_this_origin'
  | 'decide_first'
  | 'withdraw_instead'
  | 'decision_is_final'
  | 'completed_is_final';

const DECIDED: readonly Status[] = ['approved', 'not_approved'];

/**
 * The whole law of the five statuses (IN-20, the table of inbox.md 2), the same for row, drop-down, bulk, import, API and
 * automation. `from` and `to` differ. A way that is closed is named by the code of its refusal.
 * @param in_progress_for_all whether mail and forms may stand in progress too (IN-24)
 */
export const closed = (origin: Origin, from: Status, to: Way, in_progress_for_all: boolean): Closed | null => {
  if (from === 'completed') return to === 'deleted' ? null : 'completed_is_final';
  if (isDecided(from)) return to === 'completed' || to === 'deleted' ? null : 'decision_is_final';
  if (to === 'in_progress') return mayBeInProgress(origin, in_progress_for_all) ? null : 'not_for_this_origin';
  if (origin !== 'document') return null;
  if (to === 'completed') return 'decide_first';
  return to === 'deleted' ? 'withdraw_instead' : null;
};

export const isDecided = (status: Status): boolean => DECIDED.includes(status);
/** Still to be dealt with: Outstanding or In progress. */
export const isOpen = (status: Status): boolean => status === 'outstanding' || status === 'in_progress';

/** By hand always, documents never, mail and forms where the practice says so (IN-21 … IN-24). */
const mayBeInProgress = (origin: Origin, in_progress_for_all: boolean): boolean =>
  origin === 'manual' || (origin !== 'document' && in_progress_for_all);

export const BECAUSE: Readonly<Record<Closed, (status: Status) => string>> = {
  not_for_this_origin: () =>
    'In progress is for items added by hand. An administrator can allow it for mail and forms in Settings.',
  decide_first: () => 'A document is decided before it is completed: approve it or do not approve it.',
  withdraw_instead: () => 'A document that waits for approval cannot be deleted. Withdraw the request instead.',
  decision_is_final: (status) =>
    `It is ${nameOf(status)}, and a decision does not change. Complete it, delete it, or submit it again.`,
  completed_is_final: () => 'It is completed, and stays so. Delete it, or submit it again.',
};

/** The refusal of a way that is closed to this item; null when it is open. */
export const barredWay = ({ item, around }: ItemState, to: Way): Refusal | null => {
  const why = closed(item.origin, item.status, to, around.in_progress_for_all);
  return why && refused(why, BECAUSE[why](item.status));
};

export const nameOf = (status: Status): string => NAMES[status];
const NAMES: Readonly<Record<Status, string>> = {
  outstanding: 'Outstanding',
  in_progress: 'In progress',
  approved: 'Approved',
  not_approved: 'Not approved',
  completed: 'Completed',
};
