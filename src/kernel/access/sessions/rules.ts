import { addMilliseconds, earliest, type Instant, latest, millisecondsBetween } from '#ground/time.ts';
import type { SessionFacts, SessionMode, SignInPolicy, Standing } from './model.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Idle and absolute life of a session per mode (PL-42). */
const LIVES: Record<SessionMode, { idle: number; most: number }> = {
  standard: { idle: 2 * HOUR, most: DAY },
  strict: { idle: 30 * MINUTE, most: 12 * HOUR },
  relaxed: { idle: 7 * DAY, most: 30 * DAY },
};
export const LONGEST_SESSION_MS = LIVES.relaxed.most;

/** *Relaxed* counts only where a second factor is required; elsewhere it is *standard* (PL-42). */
export const modeOf = (policy: SignInPolicy): SessionMode =>
  policy.session_mode === 'relaxed' && policy.mfa !== 'required' ? 'standard' : policy.session_mode;

/** When a session ends unless it is used again (PL-42). */
export const endsAt = (session: SessionFacts, policy: SignInPolicy): Instant => {
  const { idle, most } = LIVES[modeOf(policy)];
  return earliest(
    addMilliseconds(session.last_used_at, idle),
    addMilliseconds(session.started_at, most),
    session.ends_by,
  )!;
};

export const sessionOver = (session: SessionFacts, policy: SignInPolicy, now: Instant): boolean =>
  endsAt(session, policy) <= now;

/** How long a member may go on without a second factor, from their first sign-in (PL-41). */
export const GRACE_DAYS = 7;

/** What a session may reach (PL-41): a factor that exists is always asked for, one that is required must come within 7 days. */
export const standing = (
  session: SessionFacts,
  account: { has_factor: boolean; first_signed_in_at: Instant },
  policy: SignInPolicy,
  now: Instant,
): Standing => {
  if (account.has_factor) return { at: session.mfa_at ? 'open' : 'confirm' };
  if (policy.mfa === 'optional') return { at: 'open' };
  const until = addMilliseconds(account.first_signed_in_at, GRACE_DAYS * DAY);
  return until > now ? { at: 'grace', until } : { at: 'enrol' };
};

/** A wrong try is remembered for 15 minutes (PL-43). */
export const TRIES_MS = 15 * MINUTE;
const FREE_TRIES = 5;
const LONGEST_WAIT = MINUTE;
export const ADDRESS_TRIES = 20;

/**
 * Milliseconds until the next try for an account is taken, after its wrong tries (PL-43): the first five are free, then
 * 1, 2, 4 … 60 s after the last. 0: now. The wait never grows past a minute, so nobody is locked out for good.
 */
export const accountWait = (wrong: readonly Instant[], now: Instant): number => {
  const recent = within(wrong, now);
  if (recent.length < FREE_TRIES) return 0;
  const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (recent.length - FREE_TRIES));
  return Math.max(0, wait - millisecondsBetween(latest(...recent)!, now));
};

/** How long wrong tries must be remembered for `addressWait`. */
export const REMEMBERED_MS = 2 * TRIES_MS;

/** The same for an address: the twentieth wrong try within 15 minutes shuts it for 15 minutes (PL-43). */
export const addressWait = (wrong: readonly Instant[], now: Instant): number => {
  const tries = [...wrong].sort();
  const shutAt = tries.findLast(
    (at, i) => i + 1 >= ADDRESS_TRIES && millisecondsBetween(tries[i + 1 - ADDRESS_TRIES]!, at) < TRIES_MS,
  );
  return shutAt ? Math.max(0, TRIES_MS - millisecondsBetween(shutAt, now)) : 0;
};

const within = (tries: readonly Instant[], now: Instant): Instant[] =>
  tries.filter((at) => millisecondsBetween(at, now) < TRIES_MS);
