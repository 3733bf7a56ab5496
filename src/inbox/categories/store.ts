import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { handsOf } from '../items/hands.ts';
import type { Category, CategoryCommand, CategoryState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** The practice's categories of items. */
export const categoriesRoom: Room<CategoryState, CategoryCommand> = {
  name: 'item_category',
  kinds: {
    item_category: {
      table: 'app.item_category',
      find: ({ category }) => category,
      personal: ['alert_emails'],
      births: ['item_category.added'],
    },
  },
  load: async (desk, wanted) => {
    const known = await readCategories(
      desk,
      wanted.map(({ id }) => id),
    );
    const all = await listCategories(desk);
    const forms = await askableForms(
      desk,
      wanted.flatMap(({ command }) => ('form_id' in command && command.form_id ? [command.form_id] : [])),
    );
    const hands = (await handsOf(desk)).filter(({ active, writes }) => active && writes);
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const category = known.get(id) ?? (command.do === 'add' ? blankCategory(id) : null);
        if (!category) return [];
        const taken = all.filter((one) => one.id !== id).map(({ name }) => name.toLowerCase());
        return [[id, { category, around: { taken, hands: new Set(hands.map((hand) => hand.id)), forms } }] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blankCategory = (id: Id): Category => ({
  id,
  version: 0,
  name: '',
  default_assignee_id: null,
  due_after: null,
  form_id: null,
  alert_emails: [],
  deleted_at: null,
});

const CATEGORY = sql`id, version, name, default_assignee_id, due_after, form_id, alert_emails, deleted_at`;

/** Deleted ones too: items keep them. */
export const readCategories = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Category>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Category>`
    select ${CATEGORY} from app.item_category where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

export const listCategories = async ({ tx, practice }: Desk): Promise<Category[]> => {
  const { rows } = await sql<Category>`
    select ${CATEGORY} from app.item_category
    where practice_id = ${practice.id} and deleted_at is null order by lower(name), id`.execute(tx);
  return rows;
};

const askableForms = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Set<Id>> => {
  if (!ids.length) return new Set();
  const { rows } = await sql<{ id: Id }>`
    select id from app.form where practice_id = ${practice.id} and id = any(${ids})
      and archived_at is null and deleted_at is null`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};
