import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { listCategories } from '../categories/store.ts';
import { isQuiet, NOT_WATCHED } from '../quiet/rules.ts';
import { suggestions } from '../quiet/store.ts';
import type { IntakeAddress } from './shapes.ts';
import { listIntakes, slugOf } from './store.ts';

/** All addresses, the main one first, with whose their mail is and when the last one came. */
export const intakeAddresses = async (desk: Desk, domain: string): Promise<IntakeAddress[]> => {
  const slug = await slugOf(desk);
  const kept = await listIntakes(desk);
  const main = kept.find(({ tag }) => tag === null) ?? { ...MAIN, id: null };
  const rows = [main, ...kept.filter(({ tag }) => tag !== null)].map(({ deleted_at: _, quiet_from: __, ...row }) => {
    return { ...row, address: `${slug}${row.tag ? `+${row.tag}` : ''}@${domain}` };
  });
  const last = await lastMailTo(
    desk,
    rows.map(({ address }) => address),
  );
  const suggested = await suggestions(
    desk,
    'to_address',
    rows.map(({ address }) => address),
  );
  const names = await namesOf(
    desk,
    rows.flatMap(({ assignee_id }) => assignee_id ?? []),
  );
  const categories = new Map((await listCategories(desk)).map(({ id, name }) => [id, name]));
  return rows.map(({ quiet_since, ...row }) => ({
    ...row,
    quiet_since: isQuiet({ quiet_since }, last.get(row.address) ?? null) ? quiet_since : null,
    quiet_suggested: suggested.get(row.address) ?? null,
    category: categories.get(row.category_id ?? '') ?? null,
    assignee: names.get(row.assignee_id ?? '') ?? null,
    last_mail_at: last.get(row.address) ?? null,
  }));
};

const MAIN = {
  ...NOT_WATCHED,
  version: 0,
  tag: null,
  origin: 'email' as const,
  assignee_id: null,
  category_id: null,
  on: true,
  deleted_at: null,
};

const lastMailTo = async ({ tx, practice }: Desk, addresses: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ address: string; at: string }>`
    select a.address, r.received_at as at from unnest(${addresses}::text[]) as a(address)
    cross join lateral (select received_at from app.arrival
      where practice_id = ${practice.id} and to_address = a.address order by received_at desc limit 1) r`.execute(tx);
  return new Map(rows.map(({ address, at }) => [address, at]));
};

const namesOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.member where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
};
