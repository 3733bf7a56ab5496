import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { tokenHash } from '#kernel/http/token.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Feed, FeedCommand, FeedState } from './model.ts';
import { decide, evolve } from './rules.ts';

export const calendarFeeds: Room<FeedState, FeedCommand> = {
  name: 'calendar_feed',
  kinds: { calendar_feed: { table: 'app.calendar_feed', find: (state) => state.feed } },
  load: async (desk, wanted, who) => {
    const ids = wanted.map(({ id }) => id);
    const rows = await feedsWhere(desk, sql`f.id = any(${ids})`);
    const open = await feedsOf(desk, who.member_id ?? null);
    const states = new Map(rows.map((feed) => [feed.id, { feed, open: open.length }]));
    for (const { id, command } of wanted)
      if (command.do === 'make' && !states.has(id)) states.set(id, { feed: blank(id), open: open.length });
    return states;
  },
  decide,
  evolve,
};

const blank = (id: Id): Feed => ({
  id,
  version: 0,
  member_id: '',
  about: 'mine',
  client_id: null,
  titles_only: false,
  round: 0,
  token_hash: '',
  last_fetched_at: null,
  revoked_at: null,
});

const feedsWhere = async ({ tx, practice }: Desk, condition: ReturnType<typeof sql>): Promise<Feed[]> => {
  const { rows } = await sql<Feed>`
    select f.id, f.version, f.member_id, f.about, f.client_id, f.titles_only, f.round, f.token_hash, f.last_fetched_at, f.revoked_at
    from app.calendar_feed f where f.practice_id = ${practice.id} and ${condition} order by f.id`.execute(tx);
  return rows;
};

/** A member's own that are not revoked, the oldest first. */
export const feedsOf = (desk: Desk, member: Id | null): Promise<Feed[]> =>
  feedsWhere(desk, sql`f.member_id = ${member}::uuid and f.revoked_at is null`);

/** The one that this token opens; null for any that is wrong, revoked or replaced. */
export const feedByToken = async (desk: Desk, token: string): Promise<Feed | null> =>
  (await feedsWhere(desk, sql`f.token_hash = ${tokenHash(token)} and f.revoked_at is null`))[0] ?? null;
