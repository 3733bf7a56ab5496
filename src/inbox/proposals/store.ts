import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { assigneesOf } from '../arrivals/allocating.ts';
import { listCategories } from '../categories/store.ts';
import { handsOf } from '../items/hands.ts';
import { FROM } from '../items/narrowing.ts';
import type { ItemsPort } from '../items/port.ts';
import { seenItems } from '../items/seen.ts';
import type { Evidence, Past, Proposal } from './model.ts';
import { numbersIn, proposalsFor } from './rules.ts';

/** Further back nobody looks for what may be there twice. */
const LOOKED_AT = 20;
/** Nobody reads more. */
const MOST_HOLDERS = 10;

/**
 * What is proposed for an item, from the practice's own records and of those only what `who` may see (IN-182, PL-31); undefined
 * where there is no such item, or it may not be seen.
 */
export const proposalsOf = async (
  desk: Desk,
  port: ItemsPort<Desk>,
  who: Who,
  id: Id,
): Promise<{ proposals: Proposal[]; declined: readonly string[] } | undefined> => {
  const item = await itemOf(desk, who, id);
  if (!item) return undefined;
  if (item.status !== 'outstanding' || item.deleted) return { proposals: [], declined: item.declined };
  const holders = item.sender && !item.client_id ? await holding(desk, item.sender) : [];
  const past = item.sender ? await pastOf(desk, who, item) : [];
  const named = item.follows ? [] : await namedOf(desk, who, item);
  const about = [...holders, item.client_id, ...[...past, ...named].map(({ client_id }) => client_id)];
  const evidence: Evidence = {
    item,
    holders,
    past,
    named,
    clients: await clientsOf(desk, port, who, distinct(about)),
    categories: new Map((await listCategories(desk)).map((one) => [one.id, one])),
    hands: new Map(
      (await handsOf(desk)).flatMap(({ id, name, active, writes }) => (active && writes ? [[id, name]] : [])),
    ),
  };
  return { proposals: proposalsFor(evidence, desk.practice), declined: item.declined };
};

const distinct = (ids: readonly (Id | null)[]): Id[] => [...new Set(ids.filter((id) => id !== null))];

type Looked = Evidence['item'] & { deleted: boolean };

const itemOf = async (desk: Desk, who: Who, id: Id): Promise<Looked | undefined> => {
  const { rows } = await sql<Looked>`
    select i.number, i.status, i.origin, i.subject, i.client_id, i.category_id, i.assignee_id, i.due_on, i.follows, i.may_follow,
      i.declined, case when i.verdict is distinct from 'failed' then i.sender end as sender,
      (i.created_at at time zone ${desk.practice.time_zone})::date as received_on, i.deleted_at is not null as deleted
    ${FROM} where i.practice_id = ${desk.practice.id} and i.id = ${id} and ${seenItems(desk, who)}`.execute(desk.tx);
  return rows[0];
};

const holding = async (desk: Desk, address: string): Promise<Id[]> => {
  const holders = (await holdersOf(desk, [{ id: 'sender', channel: 'email', address }])).get('sender') ?? [];
  return distinct(holders.map(({ person_id }) => person_id)).slice(0, MOST_HOLDERS);
};

/** Earlier items of the same sender; a sender who failed is nobody. */
const pastOf = async (desk: Desk, who: Who, { sender, number }: Looked): Promise<Past[]> => {
  const { rows } = await sql<Past>`
    select i.id, i.number, i.subject, i.status, i.client_id, i.category_id, i.assignee_id,
      (i.created_at at time zone ${desk.practice.time_zone})::date as received_on
    ${FROM} where i.practice_id = ${desk.practice.id} and i.sender = ${sender} and i.number < ${number} and i.deleted_at is null
      and i.verdict is distinct from 'failed' and ${seenItems(desk, who)}
    order by i.number desc limit ${LOOKED_AT}`.execute(desk.tx);
  return rows;
};

/** What its mail answers and its subject names, as far as it came earlier: nothing goes on with what came later. */
const namedOf = async (
  desk: Desk,
  who: Who,
  { may_follow, subject, origin, number }: Looked,
): Promise<Evidence['named']> => {
  const numbers = origin === 'email' || origin === 'form' ? numbersIn(subject) : [];
  if (!may_follow && !numbers.length) return [];
  const { rows } = await sql<Evidence['named'][number]>`
    select i.id, i.number, i.subject, i.client_id, i.assignee_id
    ${FROM} where i.practice_id = ${desk.practice.id} and (i.id = ${may_follow}::uuid or i.number = any(${numbers}::int[]))
      and i.number < ${number} and i.deleted_at is null and ${seenItems(desk, who)}
    order by i.id is not distinct from ${may_follow}::uuid desc, i.number desc`.execute(desk.tx);
  return rows;
};

/** Those of these that may be seen, with whoever gets their items. */
const clientsOf = async (
  desk: Desk,
  port: ItemsPort<Desk>,
  who: Who,
  ids: readonly Id[],
): Promise<Evidence['clients']> => {
  if (!ids.length) return new Map();
  const seen = [...(await port.readable(desk, who, ids))];
  const { rows } = await sql<{ id: Id; name: string }>`
    select p.id, p.display_name as name from app.person p
    where p.practice_id = ${desk.practice.id} and p.id = any(${seen}) and p.deleted_at is null and p.merged_into is null`.execute(
    desk.tx,
  );
  const assignees = await assigneesOf(desk, seen);
  return new Map(rows.map(({ id, name }) => [id, { name, assignee_id: assignees.get(id) ?? null }]));
};
