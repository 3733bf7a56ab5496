import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import type { Env } from '#kernel/http/route.ts';
import { practiceIn, tokenHash } from '#kernel/http/token.ts';
import type { Kernel } from '#kernel/loop/room.ts';

/**
 * A page opened with a token in its address goes on to one without (ME-112): a cookie that only this page gets carries the
 * token, under a name that tells two links apart, so that a button acts on what its own page shows.
 */

const HOUR_S = 3600;
/** Whoever fills a long form is not sent away in the middle of it (IN-94). */
export const WEEK_S = 7 * 24 * HOUR_S;

/** To `<path>?of=…`, with the token in a cookie. */
export const withoutToken = (
  c: Context<Env>,
  { path, token, https, maxAge = HOUR_S }: { path: string; token: string; https: boolean; maxAge?: number },
): Response => {
  const of = tokenHash(token).slice(0, 12);
  setCookie(c, cookieOf(of), token, { path, httpOnly: true, sameSite: 'Lax', secure: https, maxAge });
  c.header('cache-control', 'no-store');
  return c.redirect(`${path}?of=${of}`, 303);
};

/** The token of the link that this page was opened by; empty when there is none any more. */
export const tokenHere = (c: Context<Env>): string => {
  const of = c.req.query('of') ?? '';
  const token = /^[0-9a-f]{12}$/.test(of) ? getCookie(c, cookieOf(of)) : undefined;
  return token && tokenHash(token).startsWith(of) ? token : '';
};

const cookieOf = (of: string): string => `tickmark_link_${of}`;

/** Work in the practice that the token names; null where it is none of ours. */
export const inTokensPractice = async <T>(
  kernel: Kernel,
  token: string,
  work: (desk: Desk) => Promise<T>,
): Promise<T | null> => {
  const practice = practiceIn(token);
  if (!practice) return null;
  try {
    return await inPractice(kernel.db, practice, work);
  } catch (error) {
    if (error instanceof NoPractice) return null;
    throw error;
  }
};
