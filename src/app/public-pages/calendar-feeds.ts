import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { type Id, newId } from '#ground/id.ts';
import { present } from '#kernel/access/members/who.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { spendOrThrow } from '#kernel/access/sessions/limits.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { readable } from '#people/persons/reach.ts';
import { clientFactsOf } from '#workflows/cadence/store.ts';
import { calendarText } from '#workflows/feeds/calendar.ts';
import { entriesOf } from '#workflows/feeds/entries.ts';
import type { Feed } from '#workflows/feeds/model.ts';
import { calendarFeeds, feedByToken } from '#workflows/feeds/store.ts';
import type { House } from '../house.ts';
import { peoplePort } from '../ports/people.ts';
import { inTokensPractice } from './opened.ts';

/**
 * `/feeds/<token>.ics`: a member's calendar feed, made from what the member may see at this moment. Whatever is wrong with the
 * token, there is nothing: revoked, renewed, of a member who left, of another practice (CA-61, CA-63, PL-S7).
 */
export const calendarFeedPages = (house: House) =>
  new Hono<Env>().get('/:file', async (c) => {
    const [, token = ''] = /^([\w-]+)\.ics$/.exec(c.req.param('file')) ?? [];
    const text = await answered(house, token);
    if (!text) throw httpRefusal(404, 'not_found', 'This calendar is not there, or its address was changed.');
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    c.header('etag', etag);
    c.header('cache-control', 'private, no-cache');
    c.header('x-robots-tag', 'noindex');
    if (
      c.req
        .header('if-none-match')
        ?.split(/\s*,\s*/)
        .includes(etag)
    )
      return c.body(null, 304);
    c.header('content-type', 'text/calendar; charset=utf-8');
    c.header('content-disposition', 'inline; filename="tickmark.ics"');
    return c.body(text);
  });

/** The calendar in one transaction with the note that it was fetched; null where the token opens nothing. */
const answered = (house: House, token: string): Promise<string | null> => {
  // what another one's save made void is done again, and is one request all the same
  let counted = false;
  return again(() =>
    inTokensPractice(house.kernel, token, async (desk) => {
      const opened = await open(desk, token);
      if (!opened) return null;
      if (!counted) await spendOrThrow(house.access, [['calendar_feed', opened.feed.id]]);
      counted = true;
      await fetched(house, desk, opened.feed);
      return textOf(desk, opened);
    }),
  );
};

type Opened = NonNullable<Awaited<ReturnType<typeof open>>>;

/** The feed and its maker with what they hold now; null where either is gone. */
const open = async (desk: Desk, token: string) => {
  const feed = await feedByToken(desk, token);
  const maker = feed && (await present(desk, feed.member_id));
  return maker ? { feed, who: maker.who } : null;
};

const textOf = async (desk: Desk, { feed, who }: Opened): Promise<string> => {
  const seen = (at: Desk, of: typeof who) => readable(at, of, peoplePort);
  const name = feed.client_id && !feed.titles_only ? await nameIn(desk, feed.client_id, await seen(desk, who)) : null;
  const title = name ?? NAMES[feed.about];
  return calendarText(`${desk.practice.name}: ${title}`, await entriesOf(desk, feed, { who, seen }));
};

const NAMES: Readonly<Record<Feed['about'], string>> = {
  mine: 'my due dates',
  client: 'due dates of a client',
  everyone: 'everyone’s due dates',
};

const nameIn = async (desk: Desk, client: Id, seen: Awaited<ReturnType<typeof readable>>): Promise<string | null> =>
  (await clientFactsOf(desk, [client], seen)).get(client)?.name ?? null;

const fetched = async ({ kernel }: House, desk: Desk, { id }: Feed): Promise<void> => {
  const caller = { who: systemWho('links'), request_id: newId() };
  await act(kernel, desk, caller, calendarFeeds, [{ id, command: { do: 'fetch' } }]);
};
