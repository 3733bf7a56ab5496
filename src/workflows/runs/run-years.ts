import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { ABOUT, visibleSubject } from './visible.ts';

/** A year of a record's runs: those going, those among the open that are held, late or failed, and those done or cancelled. */
export interface RunYear {
  year: number;
  going: number;
  stuck: number;
  done: number;
  cancelled: number;
}

/** A record is served for decades at most; what lies before is in its timeline. */
const MOST_YEARS = 50;

/**
 * The years of a record's runs, newest first (PE-121). A run belongs to the year that its period ends in, else to the one it
 * was started in, by the practice's calendar. Empty where the caller may not see the record.
 */
export const runYears = async (desk: Desk, who: Who, subject: Id): Promise<RunYear[]> => {
  const stuck = sql`(r.state = 'on_hold' or r.needs_attention or r.next_due < ${desk.today})`;
  const { rows } = await sql<RunYear>`
    select extract(year from coalesce(r.period_end, r.started_on))::int as year,
      count(*) filter (where r.ended_at is null and not coalesce(${stuck}, false))::int as going,
      count(*) filter (where r.ended_at is null and ${stuck})::int as stuck,
      count(*) filter (where r.state = 'completed')::int as done,
      count(*) filter (where r.state = 'cancelled')::int as cancelled
    from app.run r
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    where r.practice_id = ${desk.practice.id} and (r.subject_id = ${subject} or r.client_id = ${subject})
      and r.ended_how is distinct from 'undone' and ${visibleSubject(desk, who)}
    group by 1 order by 1 desc limit ${MOST_YEARS}`.execute(desk.tx);
  return rows;
};
