import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { listCategories } from '../categories/store.ts';
import { handsOf } from '../items/hands.ts';
import { itemTags } from '../items/store.ts';
import { triaged } from './matching.ts';
import {
  type Incoming,
  NO_TRIAGE,
  sets,
  type There,
  type Triage,
  type TriageCommand,
  type TriageRule,
  type TriageState,
  when,
} from './model.ts';
import { decide, evolve } from './rules.ts';

/** The practice's rules for what comes in, in their order. */
export const triageRules: Room<TriageState, TriageCommand> = {
  name: 'triage_rule',
  kinds: {
    triage_rule: {
      table: 'app.triage_rule',
      find: ({ rule }) => rule,
      personal: ['when'],
      births: ['triage_rule.added'],
    },
  },
  load: async (desk, wanted) => {
    const all = await listTriageRules(desk);
    const around = { there: await thereOf(desk), forms: await formsOf(desk) };
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const rule = all.find((one) => one.id === id) ?? (command.do === 'add' ? blankRule(id) : null);
        if (!rule) return [];
        const others = all.filter((one) => one.id !== id);
        const last = Math.max(-1, ...others.map(({ position }) => position)) + 1;
        const names = others.map(({ name }) => name.toLowerCase());
        return [[id, { rule, around: { ...around, count: others.length, last, names } }] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blankRule = (id: Id): TriageRule => ({
  id,
  version: 0,
  name: '',
  position: 0,
  on: false,
  tried: false,
  when: when.parse({}),
  sets: sets.parse({}),
  deleted_at: null,
});

export const listTriageRules = async ({ tx, practice }: Desk): Promise<TriageRule[]> => {
  const { rows } = await sql<TriageRule>`
    select id, version, name, position, "on", tried, "when", sets, deleted_at from app.triage_rule
    where practice_id = ${practice.id} and deleted_at is null order by position, id`.execute(tx);
  return rows;
};

/** What rules may set as things stand. */
export const thereOf = async (desk: Desk): Promise<There> => ({
  categories: new Set((await listCategories(desk)).map(({ id }) => id)),
  hands: new Set((await handsOf(desk)).flatMap(({ id, active, writes }) => (active && writes ? [id] : []))),
  tags: new Set((await itemTags(desk)).map(({ id }) => id)),
});

const formsOf = async ({ tx, practice }: Desk): Promise<Set<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.public_form where practice_id = ${practice.id}`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};

/** What the rules that are on want done; where there are none, nothing else is asked. */
export const triageOf = async (desk: Desk): Promise<(one: Incoming) => Triage> => {
  const rules = (await listTriageRules(desk)).filter(({ on }) => on);
  if (!rules.length) return () => NO_TRIAGE;
  const there = await thereOf(desk);
  return (one) => triaged(rules, one, there);
};
