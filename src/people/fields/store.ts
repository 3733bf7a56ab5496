import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { CustomField, CustomFieldCommand, CustomFieldState } from './model.ts';
import { decide, evolve } from './rules.ts';

export const customFields: Room<CustomFieldState, CustomFieldCommand> = {
  name: 'custom_field',
  kinds: {
    custom_field: { table: 'app.custom_field', find: (state) => state.field, births: ['custom_field.added'] },
  },
  load: async (desk, wanted) => {
    const all = await allFields(desk);
    const changing = wanted.filter(({ command }) => command.do === 'change').map(({ id }) => id);
    const values = await valueCounts(
      desk,
      all.filter((field) => changing.includes(field.id)),
    );
    return new Map(
      wanted.map(({ id }) => [
        id,
        {
          field: all.find((field) => field.id === id) ?? blank(id),
          others: all.filter((field) => field.id !== id),
          values: values.get(id) ?? 0,
        },
      ]),
    );
  },
  decide,
  evolve,
};

const blank = (id: Id): CustomField => ({
  id,
  version: 0,
  key: '',
  label: '',
  record_kinds: [],
  type: 'text',
  choices: [],
  deleted_at: null,
  forgotten_at: null,
});

const COLUMNS = sql`id, version, key, label, record_kinds, type, choices, deleted_at, forgotten_at`;

/** Every field of the practice, deleted ones too, in the order of their names. */
export const allFields = async ({ tx, practice }: Desk): Promise<CustomField[]> => {
  const { rows } =
    await sql<CustomField>`select ${COLUMNS} from app.custom_field where practice_id = ${practice.id} order by lower(label), id`.execute(
      tx,
    );
  return rows;
};

const valueCounts = async (desk: Desk, fields: readonly CustomField[]): Promise<Map<Id, number>> => {
  const counts = new Map<Id, number>();
  for (const field of fields) {
    const { rows } = await sql<{ count: number }>`
      select (select count(*)::int from app.person where practice_id = ${desk.practice.id} and custom ? ${field.key})
           + (select count(*)::int from app.employee where practice_id = ${desk.practice.id} and custom ? ${field.key}) as count`.execute(
      desk.tx,
    );
    counts.set(field.id, rows[0]!.count);
  }
  return counts;
};

/** Throws the kept values of forgotten fields away, when their 30 days are over (PE-64). For the reaction to `custom_field.forgotten`. */
export const forgetValues = async ({ tx, practice }: Desk, fields: readonly Id[]): Promise<void> => {
  for (const table of ['app.person', 'app.employee']) {
    await sql`
      update ${sql.table(table)} r set custom = r.custom - k.keys
      from (select array_agg(key) as keys from app.custom_field
            where practice_id = ${practice.id} and id = any(${fields}) and forgotten_at is not null) k
      where r.practice_id = ${practice.id} and r.custom ?| k.keys`.execute(tx);
  }
};
