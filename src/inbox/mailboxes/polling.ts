import { addMilliseconds, type Instant, millisecondsBetween } from '#ground/time.ts';
import type { OpenFolder, Search } from './port.ts';

/** How far a mailbox is read, and when it is read again. Pure. */

export interface Progress {
  uid_validity: number;
  /** All up to here was taken. */
  last_uid: number;
  /** Up to here only mail since `since` is taken. */
  until_uid: number;
  since: Instant | null;
}

const DAY_MS = 86_400_000;
const REREAD_DAYS = 30;
/** No round takes more (IN-49). */
export const MOST_A_ROUND = 200;

/**
 * Where reading goes on in a folder that was just opened: where it stood; at the first connection at what comes from now on,
 * or `first_days` ago; after the server numbered its mail anew, or forgot some, 30 days ago (IN-50).
 */
export const progressIn = (
  kept: Progress | null,
  { uid_validity, uid_next }: Pick<OpenFolder, 'uid_validity' | 'uid_next'>,
  { first_days, now }: { first_days: number; now: Instant },
): Progress => {
  if (kept?.uid_validity === uid_validity && kept.last_uid < uid_next) return kept;
  const days = kept ? REREAD_DAYS : first_days;
  const until_uid = uid_next - 1;
  return days
    ? { uid_validity, last_uid: 0, until_uid, since: addMilliseconds(now, -days * DAY_MS) }
    : { uid_validity, last_uid: until_uid, until_uid, since: null };
};

/** What is looked for next. */
export const searchFrom = ({ last_uid, until_uid, since }: Progress): Search =>
  last_uid < until_uid ? { from: last_uid + 1, to: until_uid, since } : { from: last_uid + 1, to: null, since: null };

/** What of it is taken in this round, and whether there is more to look for at once. */
export const roundOf = (search: Search, found: readonly number[]): { uids: readonly number[]; more: boolean } => {
  const uids = found.slice(0, MOST_A_ROUND);
  return { uids, more: found.length > uids.length || search.to !== null };
};

/** Where it stands when all of a round is taken. */
export const afterRound = (
  progress: Progress,
  search: Search,
  { uids, whole }: { uids: readonly number[]; whole: boolean },
): Progress => {
  const last_uid = Math.max(progress.last_uid, ...uids, ...(whole && search.to !== null ? [search.to] : []));
  return { ...progress, last_uid };
};

const MINUTE_MS = 60_000;
const MOST_MINUTES = 15;

/** How long it waits after so many failures in a row: 1, 2, 4, 8 and then 15 minutes (IN-52). */
export const retryMs = (failures: number): number => Math.min(2 ** (failures - 1), MOST_MINUTES) * MINUTE_MS;

/** Whether it has failed for so long that people hear of it (IN-52). */
export const isFailing = (failed_since: Instant, now: Instant): boolean =>
  millisecondsBetween(failed_since, now) >= MOST_MINUTES * MINUTE_MS;
