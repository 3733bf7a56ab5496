import { type Context, Hono } from 'hono';
import type { Env } from '#kernel/http/route.ts';
import { tokenHere, withoutToken } from './opened.ts';
import { closedForNow, type OnFault, reached, UNREACHED } from './outage.ts';
import { nothingHere } from './page.ts';

/** A page for whoever holds a link to it. */
export interface BehindLink<Shown> {
  path: string;
  /** PUBLIC_URL. */
  publicUrl: string;
  /** How long the browser keeps the way to it, in seconds; left out: an hour. */
  maxAge?: number;
  onFault: OnFault;
  /** What a token opens; null for every one that opens nothing, whatever is wrong with it (ME-111). */
  opened(token: string): Promise<Shown | null>;
  page(c: Context<Env>, shown: Shown): Response | Promise<Response>;
}

/**
 * The half of such a page that is only looked at, and so changes nothing, however often and by whomever (ME-110): an address
 * with a token goes on to one without (ME-112), and while the database gives no answer both say so. What its buttons do is added
 * by the page itself.
 */
export const behindLink = <Shown>({ path, publicUrl, maxAge, onFault, opened, page }: BehindLink<Shown>) => {
  const found = async (
    c: Context<Env>,
    token: string,
    show: (shown: Shown) => Response | Promise<Response>,
  ): Promise<Response> => {
    const shown = await reached(onFault, opened(token));
    if (shown === UNREACHED) return closedForNow(c);
    return shown ? show(shown) : nothingHere(c);
  };
  const https = publicUrl.startsWith('https:');
  return new Hono<Env>()
    .get('/', (c) => found(c, tokenHere(c), (shown) => page(c, shown)))
    .get('/:token', (c) => {
      const token = c.req.param('token');
      return found(c, token, () => withoutToken(c, { path, token, https, ...(maxAge && { maxAge }) }));
    });
};
