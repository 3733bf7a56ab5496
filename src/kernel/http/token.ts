import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Id } from '#ground/id.ts';

/**
 * Tokens that open one thing of one practice to whoever holds them (ME-111): 22 characters say which practice, so that nobody
 * looks across practices, and 24 more hold 144 bits that only the installation's key can make.
 */

/** The same words give the same token again; `key` is a secret of the installation. */
export const tokenOf = (key: string, practice: Id, ...words: readonly string[]): string => {
  const secret = createHmac('sha256', key)
    .update(['token', practice, ...words].join('\n'))
    .digest()
    .subarray(0, 18);
  return `${Buffer.from(practice.replaceAll('-', ''), 'hex').toString('base64url')}${secret.toString('base64url')}`;
};

const TOKEN = /^[\w-]{46}$/;

/** The practice that a token names, whether or not it is a true one; null when it is none. */
export const practiceIn = (token: string): Id | null => {
  if (!TOKEN.test(token)) return null;
  const hex = Buffer.from(token.slice(0, 22), 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** What is kept of a token: enough to know it again, not enough to use it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compared in constant time. */
export const sameToken = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
