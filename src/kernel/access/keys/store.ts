import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import { held, present } from '../members/who.ts';
import { listRoles } from '../own-roles/store.ts';
import { blankKey, type Key, type KeyCommand, type KeyFacts } from './model.ts';
import { decideKey, evolveKey, isNews, keyHolds, keyOver } from './rules.ts';

export const keys: Room<KeyFacts, KeyCommand> = {
  name: 'key',
  kinds: { key: { table: 'app.api_key', find: (state) => (state.key.name ? state.key : undefined) } },
  load: async (desk, wanted) => {
    const rows = await byId(
      desk,
      wanted.map((want) => want.id),
    );
    const roles = await listRoles(desk);
    const keyOf = (id: Id) => rows.find((row) => row.id === id);
    const there = wanted.filter(({ id, command }) => command.do === 'make' || keyOf(id));
    return new Map(there.map(({ id }) => [id, { key: keyOf(id) ?? blankKey(id), roles }]));
  },
  decide: decideKey,
  evolve: evolveKey,
};

const COLUMNS = sql`k.id, k.version, k.kind, k.name, k.owner_id, k.role_id, k.shown_prefix, k.scopes, k.abilities, k.addresses,
  k.expires_at, k.last_used_at, k.revoked_at`;

const byId = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Key[]> => {
  const { rows } =
    await sql<Key>`select ${COLUMNS} from app.api_key k where k.practice_id = ${practice.id} and k.id = any(${ids})`.execute(
      tx,
    );
  return rows;
};

/** All keys, or those of one member, newest first. */
export const listKeys = async (
  { tx, practice }: Desk,
  owner: Id | null,
): Promise<(Key & { owner_name: string | null })[]> => {
  const { rows } = await sql<Key & { owner_name: string | null }>`
    select ${COLUMNS}, m.name as owner_name from app.api_key k
    left join app.member m on m.practice_id = k.practice_id and m.id = k.owner_id
    where k.practice_id = ${practice.id} and (${owner}::uuid is null or k.owner_id = ${owner})
    order by k.id desc limit 1000`.execute(tx);
  return rows;
};

/**
 * Who a key is at this moment: its scopes cut down to what its owner, or its role, holds now (PL-44). Null when the key is
 * over, or there is nobody behind it any more.
 */
export const whoOfKey = async (desk: Desk, id: Id): Promise<{ key: Key; who: Who; news: boolean } | null> => {
  const [key] = await byId(desk, [id]);
  if (!key || keyOver(key, desk.now)) return null;
  const news = isNews(key, desk.now);
  const actor = key.kind === 'mcp' ? (`mcp:${key.id}` as const) : (`key:${key.id}` as const);
  if (key.owner_id) {
    const owner = await present(desk, key.owner_id, actor);
    return owner && { key, news, who: { ...owner.who, ...keyHolds(key, owner.role) } };
  }
  const role = (await listRoles(desk)).find((one) => one.id === key.role_id);
  return role ? { key, news, who: { actor, ...held(role), ...keyHolds(key, role), deputy_for: [] } } : null;
};
