import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { listCategories } from '../categories/store.ts';
import { handsOf } from '../items/hands.ts';
import { NOT_WATCHED } from '../quiet/rules.ts';
import { heardBy } from '../quiet/store.ts';
import type { Intake, IntakeCommand, IntakeState } from './model.ts';
import { decide, evolve } from './rules.ts';

/** The practice's addresses for mail. */
export const intakes: Room<IntakeState, IntakeCommand> = {
  name: 'intake_address',
  kinds: {
    intake_address: { table: 'app.intake_address', find: ({ intake }) => intake, births: ['intake_address.added'] },
  },
  load: async (desk, wanted) => {
    const all = await listIntakes(desk);
    const members = await handsOf(desk);
    const categories = new Set((await listCategories(desk)).map(({ id }) => id));
    const slug = await slugOf(desk);
    const heard = await heardBy(desk, { all, wanted }, ({ tag }) => {
      const name = tag ? `${slug}+${tag}` : slug;
      return sql`starts_with(r.to_address, ${`${name}@`})`;
    });
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const intake = all.find((one) => one.id === id) ?? (command.do === 'add' ? blankIntake(id) : null);
        if (!intake) return [];
        const taken = all.filter((one) => one.id !== id).map(({ tag }) => tag);
        return [[id, { intake, taken, members, categories, last_mail_at: heard.get(id) ?? null }] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blankIntake = (id: Id): Intake => ({
  id,
  version: 0,
  tag: null,
  origin: 'email',
  assignee_id: null,
  category_id: null,
  on: true,
  ...NOT_WATCHED,
  deleted_at: null,
});

export const listIntakes = async ({ tx, practice }: Desk): Promise<Intake[]> => {
  const { rows } = await sql<Intake>`
    select id, version, tag, origin, assignee_id, category_id, "on", quiet_days, quiet_from, quiet_since, deleted_at from app.intake_address
    where practice_id = ${practice.id} and deleted_at is null order by tag nulls first`.execute(tx);
  return rows;
};

/** What holds for mail to a tag: its own address where that is on, else the main one's (IN-42). */
export const intakeFor = (
  all: readonly Intake[],
  tag: string | null,
): Pick<Intake, 'origin' | 'assignee_id' | 'category_id'> => {
  const own = all.find((one) => one.tag === tag && one.on);
  return own ?? all.find((one) => one.tag === null) ?? { origin: 'email', assignee_id: null, category_id: null };
};

/** The practice's name in its addresses for mail (IN-41). */
export const slugOf = async ({ tx, practice }: Desk): Promise<string> => {
  const { rows } = await sql<{ slug: string }>`
    select lower(slug) as slug from app.practice where practice_id = ${practice.id}`.execute(tx);
  return rows[0]!.slug;
};
