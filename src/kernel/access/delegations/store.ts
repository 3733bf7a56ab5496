import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { lockPractice } from '../members/store.ts';
import type { Delegation, DelegationCommand, DelegationFacts } from './model.ts';
import { decideDelegation, evolveDelegation } from './rules.ts';

export const delegations: Room<DelegationFacts, DelegationCommand> = {
  name: 'delegation',
  kinds: {
    delegation: {
      table: 'app.delegation',
      find: (state) => (state.delegation.member_id ? state.delegation : undefined),
    },
  },
  load: async (desk, wanted) => {
    // Loops and overlaps are questions about all delegations, so they are set one at a time.
    if (wanted.some(({ command }) => command.do === 'set')) await lockPractice(desk);
    const all = await delegationsFrom(desk, desk.today);
    const named = await byId(
      desk,
      wanted.map((want) => want.id),
    );
    const { rows: members } = await sql<{ id: Id; name: string; state: string }>`
      select id, name, state from app.member where practice_id = ${desk.practice.id}`.execute(desk.tx);
    const facts = (id: Id): DelegationFacts => ({
      delegation: named.find((one) => one.id === id) ?? blank(id),
      others: all.filter((one) => one.id !== id),
      members,
    });
    const there = wanted.filter(({ id, command }) => command.do === 'set' || named.some((one) => one.id === id));
    return new Map(there.map(({ id }) => [id, facts(id)]));
  },
  decide: decideDelegation,
  evolve: evolveDelegation,
};

const blank = (id: Id): Delegation => ({
  id,
  version: 0,
  member_id: '',
  deputy_id: '',
  from_on: '',
  to_on: '',
  covers: 'all',
  ended_on: null,
});

const COLUMNS = sql`d.id, d.version, d.member_id, d.deputy_id, d.from_on, d.to_on, d.covers, d.ended_on`;

/**
 * Every delegation that still holds on `day` or later, between active members: what rooms give to `deputyOf` when they
 * resolve who does a thing (WF-130, IN-147).
 */
export const delegationsFrom = async ({ tx, practice }: Desk, day: PlainDate): Promise<Delegation[]> => {
  const { rows } = await sql<Delegation>`
    select ${COLUMNS} from app.delegation d
    join app.member a on a.practice_id = d.practice_id and a.id = d.member_id and a.state = 'active'
    join app.member b on b.practice_id = d.practice_id and b.id = d.deputy_id and b.state = 'active'
    where d.practice_id = ${practice.id} and d.to_on >= ${day} and (d.ended_on is null or d.ended_on > ${day})
    order by d.from_on, d.id`.execute(tx);
  return rows;
};

const byId = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Delegation[]> => {
  const { rows } = await sql<Delegation>`
    select ${COLUMNS} from app.delegation d where d.practice_id = ${practice.id} and d.id = any(${ids})`.execute(tx);
  return rows;
};

/** What touches the days from `from` to `to`, ended ones too: the calendar strip of the page. */
export const listDelegations = async (
  { tx, practice }: Desk,
  { from, to }: { from: PlainDate; to: PlainDate },
): Promise<(Delegation & { member_name: string; deputy_name: string })[]> => {
  const { rows } = await sql<Delegation & { member_name: string; deputy_name: string }>`
    select ${COLUMNS}, a.name as member_name, b.name as deputy_name from app.delegation d
    join app.member a on a.practice_id = d.practice_id and a.id = d.member_id
    join app.member b on b.practice_id = d.practice_id and b.id = d.deputy_id
    where d.practice_id = ${practice.id} and d.from_on <= ${to} and d.to_on >= ${from}
    order by d.from_on, d.id limit 1000`.execute(tx);
  return rows;
};
