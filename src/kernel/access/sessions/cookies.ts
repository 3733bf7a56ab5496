import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { Env } from '#kernel/http/route.ts';
import type { Access } from './access.ts';
import { COOKIE_PREFIX } from './auth.ts';
import { LONGEST_SESSION_MS } from './rules.ts';
import { randomToken } from './tokens.ts';

const isSecure = (access: Access): boolean => access.publicUrl.startsWith('https:');
const nameOf = (access: Access, what: string): string =>
  `${isSecure(access) ? '__Secure-' : ''}${COOKIE_PREFIX}.${what}`;
const attributes = (access: Access, days: number) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(access), maxAge: days * 86_400 }) as const;

/** The token of the request's session, if its signature is ours. The form is better-auth's own: both read and write it. */
export const sessionToken = async (access: Access, c: Context<Env>): Promise<string | null> =>
  (await getSignedCookie(c, access.secret, nameOf(access, 'session_token'))) || null;

export const giveSessionCookie = (access: Access, c: Context<Env>, token: string): Promise<void> =>
  setSignedCookie(
    c,
    nameOf(access, 'session_token'),
    token,
    access.secret,
    attributes(access, LONGEST_SESSION_MS / 86_400_000),
  );

export const dropSessionCookie = (access: Access, c: Context<Env>): void => {
  deleteCookie(c, nameOf(access, 'session_token'), { path: '/', secure: isSecure(access) });
};

/** A mark the browser keeps for a year, by which a new device is told from a known one (PL-42). */
export const deviceMark = async (access: Access, c: Context<Env>): Promise<string> => {
  const name = nameOf(access, 'device');
  const mark = (await getSignedCookie(c, access.secret, name)) || randomToken();
  await setSignedCookie(c, name, mark, access.secret, attributes(access, 365));
  return mark;
};

/** Passes on what better-auth wants the browser to keep or forget. */
export const passCookies = (c: Context<Env>, headers: Headers): void => {
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
};
