import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, lastDayOfMonth, latest, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Trigger as Rule } from '#workflows/definitions/content.ts';
import { CAUGHT_UP_DAYS } from './model.ts';
import type { Listening } from './store.ts';

/** A subject whose day has come; `fact` names the day or the record, and is dealt with once. */
export interface Reached {
  record: 'person' | 'employee';
  subject: Id;
  fact: string;
  refers_to?: Id;
}

/** The days that count this morning: never by equality, so that missed ones are caught up, at most 31 back (WF-167). */
export const daysThatCount = (
  { from_day }: Pick<Listening, 'from_day'>,
  today: PlainDate,
): { from: PlainDate; to: PlainDate } => ({
  from: latest(addDays(today, -CAUGHT_UP_DAYS), from_day) ?? today,
  to: today,
});

/** Whose day lies between two days, both included: the date itself and the rule's days after it. */
export const reachedBetween = (
  desk: Desk,
  { rule, workflow }: Pick<Listening, 'rule' | 'workflow'>,
  { from, to }: { from: PlainDate; to: PlainDate },
): Promise<Reached[]> => {
  if (rule.on === 'authorization_ends')
    return endingAuthorizations(desk, addDays(from, rule.days), addDays(to, rule.days));
  if (rule.on !== 'date') return Promise.resolve([]);
  const range = { from: addDays(from, -rule.days), to: addDays(to, -rule.days) };
  return workflow.subject_kinds.includes('employee')
    ? employeeDates(desk, rule, range)
    : personDates(desk, rule, range);
};

interface Range {
  from: PlainDate;
  to: PlainDate;
}
type DateRule = Extract<Rule, { on: 'date' }>;
interface Dated {
  id: Id;
  date: PlainDate;
}

const named = (record: Reached['record'], field: string, rows: readonly Dated[]): Reached[] =>
  rows.map(({ id, date }) => ({ record, subject: id, fact: `${field}@${date}` }));

/** A custom date is text that was checked when it was typed. */
const customDate = (field: string) =>
  sql`(case when custom ->> ${field.slice('custom.'.length)} ~ '^\\d{4}-\\d{2}-\\d{2}$' then (custom ->> ${field.slice('custom.'.length)})::date end)`;

const EMPLOYEE_DATES: Readonly<Record<string, string>> = { start_on: 'start_on', end_on: 'end_on' };

const employeeDates = async ({ tx, practice }: Desk, { field }: DateRule, { from, to }: Range): Promise<Reached[]> => {
  const column = EMPLOYEE_DATES[field];
  const date = column
    ? sql.ref(column)
    : field === 'created_on'
      ? sql`(created_at at time zone ${practice.time_zone})::date`
      : customDate(field);
  const { rows } = await sql<Dated>`
    select id, d as date from (select id, ${date} as d from app.employee
      where practice_id = ${practice.id} and deleted_at is null and erased_at is null and merged_into is null) e
    where d between ${from} and ${to} order by d, id`.execute(tx);
  return named('employee', field, rows);
};

const personDates = async (desk: Desk, { field }: DateRule, range: Range): Promise<Reached[]> => {
  if (field === 'next_year_end') return yearEnds(desk, range);
  const { tx, practice } = desk;
  const zone = practice.time_zone;
  const date =
    field === 'created_on'
      ? sql`(created_at at time zone ${zone})::date`
      : field === 'converted_on'
        ? sql`(converted_at at time zone ${zone})::date`
        : field === 'waitlisted_on'
          ? sql`(select max(w.entered_on) from app.waitlist_entry w where w.practice_id = p.practice_id and w.person_id = p.id
              and w.left_on is null and w.deleted_at is null)`
          : customDate(field);
  const { rows } = await sql<Dated>`
    select id, d as date from (select id, ${date} as d from app.person p
      where practice_id = ${practice.id} and deleted_at is null and erased_at is null and merged_into is null) p
    where d between ${range.from} and ${range.to} order by d, id`.execute(tx);
  return named('person', field, rows);
};

interface YearEnds {
  id: Id;
  year_end: { month: number; day: number } | null;
  known_year_ends: PlainDate[];
}

/** Known year ends, and the yearly day in each year that the range touches. */
const yearEnds = async ({ tx, practice }: Desk, { from, to }: Range): Promise<Reached[]> => {
  const { rows } = await sql<YearEnds>`
    select id, year_end, known_year_ends from app.person
    where practice_id = ${practice.id} and deleted_at is null and erased_at is null and merged_into is null
      and (year_end is not null or known_year_ends <> '{}') order by id`.execute(tx);
  const years: number[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) years.push(year);
  return rows.flatMap(({ id, year_end, known_year_ends }) => {
    const yearly = year_end ? years.map((year) => dayIn(year, year_end)) : [];
    const days = [...new Set([...known_year_ends, ...yearly])].filter((day) => day >= from && day <= to);
    return named(
      'person',
      'next_year_end',
      days.sort().map((date) => ({ id, date })),
    );
  });
};

const dayIn = (year: number, { month, day }: { month: number; day: number }): PlainDate => {
  const last = Math.min(day, lastDayOfMonth(year, month));
  return `${year}-${String(month).padStart(2, '0')}-${String(last).padStart(2, '0')}`;
};

/** In force, its last day still to come, and nothing approved replaces it (WF-168). */
const endingAuthorizations = async (
  { tx, practice, today }: Desk,
  from: PlainDate,
  to: PlainDate,
): Promise<Reached[]> => {
  const { rows } = await sql<{ id: Id; client_id: Id; valid_to: PlainDate }>`
    select a.id, a.client_id, a.valid_to from app.authorization a
    where a.practice_id = ${practice.id} and a.deleted_at is null and a.state = 'approved'
      and (a.ended_on is null or a.ended_on > ${today}) and (a.valid_from is null or a.valid_from <= ${today})
      and a.valid_to >= ${today} and a.valid_to between ${from} and ${to}
      and not exists (select 1 from app.authorization r where r.practice_id = a.practice_id and r.replaces = a.id
        and r.state = 'approved' and r.deleted_at is null)
    order by a.valid_to, a.id`.execute(tx);
  return rows.map(({ id, client_id, valid_to }) => ({
    record: 'person',
    subject: client_id,
    fact: `authorization:${id}@${valid_to}`,
    refers_to: id,
  }));
};
