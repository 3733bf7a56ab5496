import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { tokenHash } from '#kernel/http/token.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { SeenPersons } from '#workflows/cadence/api.ts';
import { clientFactsOf } from '#workflows/cadence/store.ts';
import { type Addresses, feedAddress, feedToken } from './address.ts';
import { ABOUT, type Feed, type FeedCommand, newFeed } from './model.ts';
import { calendarFeeds, feedsOf } from './store.ts';

const feedRow = z
  .object({
    id: z.uuid(),
    about: z.enum(ABOUT),
    client: z.uuid().nullable(),
    /** Null where it is about no client, or about one the caller may no longer read. */
    client_name: z.string().nullable(),
    titles_only: z.boolean(),
    last_fetched_at: z.string().nullable(),
    /** Null for a key, and where the installation's secret has changed since: then it is renewed. */
    address: z.string().nullable(),
  })
  .openapi('CalendarFeed');

const routes = {
  list: route('signed_in', {
    method: 'get',
    path: '/calendar-feeds',
    responses: answers(200, z.object({ items: z.array(feedRow) })),
  }),
  make: route('signed_in', {
    method: 'post',
    path: '/calendar-feeds',
    request: jsonBody(newFeed),
    responses: answers(201, feedRow),
  }),
  renew: route('signed_in', {
    method: 'post',
    path: '/calendar-feeds/{id}/renewal',
    request: { params: idParam },
    responses: answers(200, feedRow),
  }),
  revoke: route('signed_in', {
    method: 'delete',
    path: '/calendar-feeds/{id}',
    request: { params: idParam },
    responses: answers(200, z.object({ id: z.uuid() })),
  }),
};

export interface FeedPorts {
  kernel: Kernel;
  seen: SeenPersons;
  addresses: Addresses;
}

/** `calendar-feeds`: a member's own; their addresses open what the member may see, and no more (CA-61). */
export const feedsApi = (ports: FeedPorts) => {
  const { kernel, addresses } = ports;
  const shown = async (place: Place, only?: Id) =>
    atDesk(kernel, place, async (desk) => {
      const feeds = await feedsOf(desk, place.caller.who.member_id ?? null);
      const wanted = feeds.filter(({ id }) => !only || id === only);
      return wanted.map(await rowAt(desk, place, wanted, ports));
    });
  const told = async (place: Place, id: Id, command: FeedCommand) => {
    yesOrThrow(await perform(kernel, place, calendarFeeds, { id, command }));
    return (await shown(place, id))[0]!;
  };
  return router()
    .openapi(routes.list, async (c) => c.json({ items: await shown(c.get('place')) }, 200))
    .openapi(routes.make, async (c) => {
      const place = c.get('place');
      const { about, client, titles_only } = c.req.valid('json');
      await atDesk(kernel, place, (desk) => mayBeAbout(desk, place, { about, client }, ports));
      const id = newId();
      const token_hash = tokenHash(feedToken(addresses, place.practice_id, { id, round: 1 }));
      return c.json(await told(place, id, { do: 'make', about, client_id: client, titles_only, token_hash }), 201);
    })
    .openapi(routes.renew, async (c) => {
      const place = c.get('place');
      const { id } = c.req.valid('param');
      const feeds = await atDesk(kernel, place, (desk) => feedsOf(desk, place.caller.who.member_id ?? null));
      const round = (feeds.find((one) => one.id === id)?.round ?? 0) + 1;
      const token_hash = tokenHash(feedToken(addresses, place.practice_id, { id, round }));
      return c.json(await told(place, id, { do: 'renew', round, token_hash }), 200);
    })
    .openapi(routes.revoke, async (c) => {
      const { id } = c.req.valid('param');
      yesOrThrow(await perform(kernel, c.get('place'), calendarFeeds, { id, command: { do: 'revoke' } }));
      return c.json({ id }, 200);
    });
};

const rowAt = async (desk: Desk, place: Place, feeds: readonly Feed[], { seen, addresses }: FeedPorts) => {
  const clients = feeds.flatMap(({ client_id }) => client_id ?? []);
  const names = await clientFactsOf(desk, clients, clients.length ? await seen(desk, place.caller.who) : sql`true`);
  const isKey = !place.caller.who.actor.startsWith('member:');
  return (feed: Feed) => ({
    id: feed.id,
    about: feed.about,
    client: feed.client_id,
    client_name: feed.client_id ? (names.get(feed.client_id)?.name ?? null) : null,
    titles_only: feed.titles_only,
    last_fetched_at: feed.last_fetched_at,
    address: isKey ? null : feedAddress(addresses, place.practice_id, feed),
  });
};

/** Refuses not_found for a client out of sight, and everyone's dates where workflows may not be read. */
const mayBeAbout = async (
  desk: Desk,
  { caller: { who } }: Place,
  { about, client }: { about: Feed['about']; client: Id | null },
  { seen }: FeedPorts,
): Promise<void> => {
  const no = about === 'everyone' ? can(who, reads('workflows')) : null;
  if (no) throw new HttpRefusal(no);
  if (client && !(await clientFactsOf(desk, [client], await seen(desk, who))).has(client))
    throw new HttpRefusal(notFound('This client is not there, or you may not see it.'));
};
