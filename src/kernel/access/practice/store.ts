import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { dateAt } from '#ground/time.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { isUniqueViolation } from '#kernel/database/rows.ts';
import { creation, ref } from '#kernel/decision/rules.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller, Kernel, Room } from '#kernel/loop/room.ts';
import type { Holiday } from './calendar.ts';
import type { Practice, PracticeCommand } from './model.ts';
import { decidePractice, evolvePractice, type PracticeState, slugOf } from './rules.ts';

export const practices: Room<PracticeState, PracticeCommand> = {
  name: 'practice',
  kinds: {
    practice: { table: 'app.practice', find: (state) => state.practice },
    holiday: { table: 'app.holiday', find: ({ holidays }, id) => holidays.find((one) => one.id === id) },
  },
  load: async (desk, wanted) => {
    const state = { practice: await readPractice(desk), holidays: await readHolidays(desk) };
    return new Map(wanted.filter(({ id }) => id === state.practice.id).map(({ id }) => [id, state]));
  },
  decide: decidePractice,
  evolve: evolvePractice,
};

export const readPractice = async ({ tx, practice }: Desk): Promise<Practice> => {
  const { rows } =
    await sql<Practice>`select practice_id as id, version, name, slug, kind, sandbox_of, country, time_zone, locale, currency,
    working_days, send_hour, start_hour, holiday_region, mfa, session_mode, retention_months, settings from app.practice where practice_id = ${practice.id}`.execute(
      tx,
    );
  return rows[0]!;
};

/** Every holiday there is or was, struck out ones too, by date. */
export const readHolidays = async ({ tx, practice }: Desk): Promise<Holiday[]> => {
  const { rows } = await sql<Holiday>`
    select id, version, on_date, name, region, struck_out from app.holiday where practice_id = ${practice.id} order by on_date`.execute(
    tx,
  );
  return rows;
};

export type NewPractice = Pick<Practice, 'name' | 'kind' | 'country' | 'time_zone' | 'locale' | 'currency'> &
  Partial<Pick<Practice, 'id' | 'sandbox_of' | 'mfa' | 'session_mode' | 'settings'>> & {
    /** Nothing of it wakes until it is made. */
    making?: boolean;
  };

/**
 * Makes a practice and does `work` in it, all in one transaction: a practice without what `work` makes is never seen. The
 * short name is made from the name, and numbered where another practice of the installation has it. Rooms that begin with
 * something of their own react to `practice.founded`.
 */
export const foundPractice = async <T>(
  kernel: Kernel,
  wanted: NewPractice,
  caller: Caller,
  work: (desk: Desk) => Promise<T>,
): Promise<T> => {
  const id = wanted.id ?? newId();
  for (let again = 1; ; again += 1) {
    const row = {
      sandbox_of: null,
      mfa: 'required' as const,
      session_mode: 'standard' as const,
      settings: {},
      ...wanted,
      id,
      slug: slugOf(wanted.name, again),
    };
    try {
      return await kernel.db.transaction().execute(async (tx) => {
        const desk = await enterNew(tx, row);
        const event = { verb: 'practice.founded', thing: ref('practice', id), facts: creation(row) };
        const founded = await record(desk, originOf(caller), [
          { event, act_id: newId(), root: event.thing, personal: [] },
        ]);
        const made = await work(desk);
        await kernel.react(kernel, desk, caller, founded, new Map());
        return made;
      });
    } catch (error) {
      const taken = isUniqueViolation(error) && (error as { constraint?: string }).constraint === 'practice_slug_key';
      if (!taken || again === 99) throw error;
    }
  }
};

type Row = Required<Omit<NewPractice, 'making'>> & Pick<NewPractice, 'making'> & { slug: string };

const enterNew = async (tx: Desk['tx'], row: Row): Promise<Desk> => {
  await sql`select set_config('tickmark.practice', ${row.id}, true)`.execute(tx);
  const { rows } = await sql<{ now: string; working_days: number[]; send_hour: string; start_hour: number }>`
    insert into app.practice (practice_id, name, slug, kind, sandbox_of, country, time_zone, locale, currency, mfa, session_mode, settings, making, created_at)
    values (${row.id}, ${row.name}, ${row.slug}, ${row.kind}, ${row.sandbox_of}, ${row.country}, ${row.time_zone}, ${row.locale},
      ${row.currency}, ${row.mfa}, ${row.session_mode}, ${JSON.stringify(row.settings)}::jsonb, ${row.making ?? false}, date_trunc('milliseconds', clock_timestamp()))
    returning created_at as now, working_days, send_hour, start_hour`.execute(tx);
  const { now, ...made } = rows[0]!;
  if (row.kind === 'sandbox')
    await sql`insert into app.clock values (${row.id}, ${now}, 'operator', ${now})`.execute(tx);
  return { tx, now, today: dateAt(now, row.time_zone), practice: { ...row, ...made, holidays: [] } };
};
