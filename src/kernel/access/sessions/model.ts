import { z } from 'zod';
import type { Instant } from '#ground/time.ts';
import { email } from '../members/model.ts';

/** How long a session lasts (PL-42). */
export const SESSION_MODES = ['standard', 'strict', 'relaxed'] as const;
export type SessionMode = (typeof SESSION_MODES)[number];
export const MFA_POLICIES = ['optional', 'required'] as const;
export type MfaPolicy = (typeof MFA_POLICIES)[number];

/** What the practice demands of sign-in. */
export interface SignInPolicy {
  mfa: MfaPolicy;
  session_mode: SessionMode;
}

/**
 * Where a session stands: `open` may do everything; `grace` too, but a second factor is due at `until`; `enrol` reaches
 * only the page where one is set up; `confirm` still owes the factor that the account has (PL-41).
 */
export type Standing = { at: 'open' } | { at: 'grace'; until: Instant } | { at: 'enrol' } | { at: 'confirm' };

export interface SessionFacts {
  started_at: Instant;
  last_used_at: Instant;
  mfa_at: Instant | null;
  /** An end of its own, as a look at the demo has (PL-8). */
  ends_by: Instant | null;
}

export const password = z.string().max(1024);

export const signIn = z.strictObject({ email, password, practice_id: z.uuid().optional() });
export const code = z.strictObject({ code: z.string().trim().min(6).max(20), practice_id: z.uuid().optional() });
export const passwordOnly = z.strictObject({ password });
export const newPassword = z.strictObject({ current: password, password });
export const resetRequest = z.strictObject({ email });
export const token = z.string().min(20).max(200);
export const reset = z.strictObject({ token, password });
export const acceptance = z.strictObject({
  token,
  name: z.string().trim().min(1, 'Give your name.').max(120),
  password,
});
