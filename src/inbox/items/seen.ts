import { type RawBuilder, sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { looksAfter } from '#people/persons/reach.ts';
import { coveredItems } from '../assignments/store.ts';

/**
 * The condition under which somebody sees an item, over `i` (the item) and `p` (its client); the same as `maySee` for one
 * (IN-15, IN-142): a restricted client's only for those who look after it (PL-31), for some roles only their own clients'
 * (PE-103), a confidential one and, without `inbox.see_all`, any only for those it concerns or who are covered for it (IN-143).
 */
export const seenItems = (desk: Desk, who: Who): RawBuilder<boolean> => {
  const holds = (ability: string) => who.abilities.includes(ability);
  const mine = looksAfter(desk, who.member_id ?? null, sql`p.id`);
  const client = holds('restricted.read') ? sql`true` : sql`(p.restricted is not true or ${mine})`;
  const own = who.own_clients_only ? sql`(p.id is null or ${mine} or ${kin(who)})` : sql`true`;
  if (holds('inbox.see_all') && holds('restricted.read')) return sql<boolean>`(${client} and ${own})`;
  const open = holds('inbox.see_all')
    ? sql`(not i.confidential or ${kin(who)})`
    : sql`(${kin(who)} or ${coveredItems(desk, who)})`;
  return sql<boolean>`(${client} and ${own} and ${open})`;
};

/**
 * The same over `r`, which an item may have been made of: whoever sees the item sees it; what made none, whoever sees all of the
 * inbox (IN-15, IN-142). `i` and `p` are its item and that one's client, where it has any.
 */
export const seenWithItem = (desk: Desk, who: Who): RawBuilder<boolean> => {
  const all = who.abilities.includes('inbox.see_all') && !who.own_clients_only ? sql`true` : sql`false`;
  return sql<boolean>`(case when r.item_id is null then ${all} else ${seenItems(desk, who)} end)`;
};

/** Made by, given to or watched by them, or somebody they stand in for today. */
const kin = (who: Who): RawBuilder<boolean> => {
  const members = [...(who.member_id ? [who.member_id] : []), ...who.deputy_for];
  const actors = [...new Set([who.actor, ...members.map((id) => `member:${id}`)])];
  return sql<boolean>`(i.assignee_id = any(${members}::uuid[]) or i.watcher_ids && ${members}::uuid[] or i.created_by = any(${actors}::text[]))`;
};
