import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { addDays, dayOfWeek, startOfDay } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { ListQuery } from '#kernel/http/list.ts';
import { holdsWords } from '#kernel/http/matching.ts';
import { withWords } from '#people/fields/finding.ts';
import { type Days, dueDays, type itemFilters, pastDays } from './filters.ts';
import { BESIDE_ITEMS, TAGGED, tagWord } from './finding.ts';
import { seenItems } from './seen.ts';

/** The conditions of a list of items, over `i` (the item) and `p` (its client); each has an index to stand on (IN-160, IN-163). */

export type ItemFilter = ListQuery & z.infer<z.ZodObject<typeof itemFilters>>;
type Condition = RawBuilder<unknown>;

/** No date is after every date; word for word as the index has it. */
export const DUE = sql`(coalesce(i.due_on, '9999-12-31'::date))`;

export const FROM = sql`
  from app.item i
  left join app.person p on p.practice_id = i.practice_id and p.id = i.client_id`;

/** `where …` of what this member may see under a filter. */
export const where = async (desk: Desk, who: Who, filter: ItemFilter): Promise<Condition> => {
  const conditions = [
    sql`i.practice_id = ${desk.practice.id}`,
    ofTab(filter.status),
    seenItems(desk, who),
    ...ofAssignee(filter.assignee, desk, who),
    ...ofDue(filter.due, desk),
    ...given(filter.received, (past) => passed(sql`i.created_at`, past, desk)),
    ...given(filter.decided, (past) => sql`(i.decision is not null and ${passed(sql`i.decided_at`, past, desk)})`),
    ...given(filter.origin, (origin) => sql`i.origin = ${origin}`),
    ...given(filter.client, (client) => sql`i.client_id = ${client}::uuid`),
    ...given(filter.category, (category) => sql`i.category_id = ${category}::uuid`),
    ...given(filter.priority, (priority) => sql`i.priority = ${priority}`),
    ...given(filter.held, (held) => (held === 'true' ? sql`i.hold_why is not null` : sql`i.hold_why is null`)),
    ...given(filter.mark, (mark) => sql`(i.marks <> '{}' and ${mark} = any(i.marks))`),
    ...given(filter.verdict, (verdict) => sql`i.verdict = ${verdict}`),
    ...given(filter.decided_by, (member) => sql`i.decided_by = 'member:' || ${member}`),
    ...given(
      filter.profile,
      (profile) => sql`i.document_id in (
        select d.id from app.document d where d.practice_id = ${desk.practice.id} and d.profile_id = ${profile}::uuid)`,
    ),
    ...(await tagged(desk, filter)),
    ...(await worded(desk, filter)),
  ];
  return sql`where ${sql.join(conditions, sql` and `)}`;
};

const given = <T>(value: T | undefined, condition: (value: T) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)];

const ofTab = (status: ItemFilter['status']): Condition => {
  switch (status) {
    case 'deleted':
      return sql`i.deleted_at is not null`;
    case 'open':
      return sql`i.status in ('outstanding', 'in_progress') and i.deleted_at is null`;
    default:
      return sql`i.status = ${status} and i.deleted_at is null`;
  }
};

const ofAssignee = (assignee: ItemFilter['assignee'], { practice, today }: Desk, who: Who): Condition[] => {
  switch (assignee) {
    case undefined:
      return [];
    case 'me':
      return [sql`i.assignee_id = ${who.member_id ?? null}::uuid`];
    case 'unassigned':
      return [sql`i.assignee_id is null`];
    case 'inactive':
      return [
        sql`i.assignee_id in (select id from app.member where practice_id = ${practice.id} and state = 'deactivated')`,
      ];
    case 'away':
      return [
        sql`i.assignee_id in (select member_id from app.delegation where practice_id = ${practice.id}
          and from_on <= ${today} and to_on >= ${today} and (ended_on is null or ended_on > ${today}))`,
      ];
    default:
      return [sql`i.assignee_id = ${assignee}::uuid`];
  }
};

/** Overdue is what is still open and due before today (IN-13); this week ends on Sunday. */
const ofDue = (due: ItemFilter['due'], { today }: Desk): Condition[] => {
  const sunday = addDays(today, 7 - dayOfWeek(today));
  switch (due) {
    case undefined:
      return [];
    case 'overdue':
      return [sql`i.due_on < ${today} and i.status in ('outstanding', 'in_progress')`];
    case 'today':
      return [sql`i.due_on = ${today}`];
    case 'week':
      return [sql`i.due_on > ${today} and i.due_on <= ${sunday}`];
    case 'later':
      return [sql`i.due_on > ${sunday}`];
    case 'none':
      return [sql`i.due_on is null`];
    default:
      return [between(sql`i.due_on`, dueDays(due)!)];
  }
};

/** Days of the practice's clock, from the first instant of the first to the last of the last. */
const passed = (at: Condition, past: string, { today, practice }: Desk): Condition => {
  const { from, to } = pastDays(past, today);
  const until = to && addDays(to, 1);
  const start = (day: string) => startOfDay(day, practice.time_zone);
  const parts = [...(from ? [sql`${at} >= ${start(from)}`] : []), ...(until ? [sql`${at} < ${start(until)}`] : [])];
  return sql.join(parts, sql` and `);
};

const between = (day: Condition, { from, to }: Days): Condition =>
  sql.join([...(from ? [sql`${day} >= ${from}`] : []), ...(to ? [sql`${day} <= ${to}`] : [])], sql` and `);

/** By the words under which tags are kept; what is deleted has none, and is few. */
const tagged = async (desk: Desk, { tag, status }: ItemFilter): Promise<Condition[]> => {
  if (!tag) return [];
  if (status === 'deleted') return [sql`${tag}::uuid = any(i.tags)`];
  return withWords(desk, { kind: TAGGED, q: tagWord(tag), id: sql`i.id` });
};

/** By the words of their entries, and of what is about them. */
const worded = async (desk: Desk, { q, status }: ItemFilter): Promise<Condition[]> =>
  status === 'deleted'
    ? [holdsWords(TEXT, q)]
    : withWords(desk, { kind: 'item', q, id: sql`i.id`, beside: BESIDE_ITEMS });
const TEXT = sql`lower(i.number || ' ' || i.subject || ' ' || coalesce(p.display_name, '') || ' ' || coalesce(i.contact ->> 'name', '') || ' ' || coalesce(i.contact ->> 'email', ''))`;
