import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { newId } from '#ground/id.ts';
import { LONGEST, SHORTEST } from './password.ts';
import { LONGEST_SESSION_MS } from './rules.ts';
import type { AuthDatabase } from './tables.ts';

/** Set by the frame from the connection itself; whatever a client sends under this name is thrown away. */
export const ADDRESS_HEADER = 'x-tickmark-address';
export const COOKIE_PREFIX = 'tickmark';

export interface AuthOptions {
  db: AuthDatabase;
  publicUrl: string;
  /** 32 random bytes as text, made at the first start and kept beside the master key. */
  secret: string;
}

/**
 * Passwords, authenticator apps, recovery codes and passkeys. Its HTTP handler is not mounted anywhere: our routes call its
 * functions, after our own limits and with our own audit. Whoever signs in was invited or came with the set-up link (PL-7).
 */
export const makeAuth = ({ db, publicUrl, secret }: AuthOptions) =>
  betterAuth({
    appName: 'Tickmark',
    baseURL: publicUrl,
    secret,
    database: { db: db.withSchema('auth'), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    trustedOrigins: [publicUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST,
      maxPasswordLength: LONGEST * 4,
    },
    // What stands in the database alone opens nothing: neither a challenge nor, without our signature, a session.
    verification: { storeIdentifier: 'hashed' },
    user: {
      additionalFields: {
        firstSignedInAt: { type: 'date', required: false, input: false },
        lastPracticeId: { type: 'string', required: false, input: false },
      },
    },
    session: {
      // The true end is ours (PL-42) and is asked at each request; this one only bounds the cookie.
      expiresIn: LONGEST_SESSION_MS / 1000,
      disableSessionRefresh: true,
      freshAge: 0,
      additionalFields: {
        practiceId: { type: 'string', required: false, input: false },
        memberId: { type: 'string', required: false, input: false },
        roleId: { type: 'string', required: false, input: false },
        startedAt: { type: 'date', required: false, input: false },
        lastUsedAt: { type: 'date', required: false, input: false },
        mfaAt: { type: 'date', required: false, input: false },
        endsBy: { type: 'date', required: false, input: false },
        /** `role:<id>` or `member:<id>` whose view is looked at, never acted in (PL-191). */
        lookAs: { type: 'string', required: false, input: false },
        /** Another id took its place; it is answered a little longer for requests that were under way. */
        replacedAt: { type: 'date', required: false, input: false },
      },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => newId() },
    },
    plugins: [
      twoFactor({ issuer: 'Tickmark', backupCodeOptions: { amount: 10, length: 10 }, twoFactorCookieMaxAge: 600 }),
      passkey({
        rpName: 'Tickmark',
        rpID: new URL(publicUrl).hostname,
        origin: publicUrl,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => mustVerify(!!verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) => mustVerify(verification.authenticationInfo.userVerified),
        },
      }),
    ],
  });

/** A passkey stands for both factors, so the device must have asked for its PIN, finger or face. */
const mustVerify = (verified: boolean): void => {
  if (verified) return;
  throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED', message: 'The device did not check who holds it.' });
};

export type Auth = ReturnType<typeof makeAuth>;
