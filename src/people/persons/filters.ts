import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { CONTACTS, withWords } from '#people/fields/finding.ts';
import { type PersonKind, ROLES, type RoleOnPerson } from './model.ts';
import type { PersonsPort } from './port.ts';
import { readable } from './reach.ts';
import { STATUSES } from './status.ts';

const oneOrMore = <Z extends z.ZodType>(value: Z) => z.union([value, z.array(value)]).optional();
const holder = z.union([z.uuid(), z.literal('nobody')]).optional();
const flag = z.enum(['true', 'false']).optional();

/** What can be missing on a record, as a list of work (PE-123). */
export const GAPS = ['email', 'phone', 'assignee', 'partner', 'year_end', 'tax_period', 'tax_number'] as const;

/** The filters of both lists (people.md section 4); a list of values means any of them. */
export const personFilters = {
  q: z.string().max(100).optional(),
  status: oneOrMore(z.enum(STATUSES)),
  tag: oneOrMore(z.uuid()),
  source: z.string().max(200).optional(),
  partner: holder,
  manager: holder,
  specialist: holder,
  assignee: holder,
  reviewer: holder,
  second_reviewer: holder,
  year_end_month: z.coerce.number().int().min(1).max(12).optional(),
  has_open_run: flag,
  workflow: z.uuid().optional(),
  do_not_contact: flag,
  missing: oneOrMore(z.enum(GAPS)),
  /** `key:value` of a field of the practice's own. */
  custom: oneOrMore(z.string().regex(/^[a-z][a-z0-9_]*:.+$/, 'A field of your own is asked for as «key:value».')),
};
export type PersonFilter = { [K in keyof typeof personFilters]?: z.infer<(typeof personFilters)[K]> | undefined };

type Condition = RawBuilder<boolean>;
const all = (conditions: readonly Condition[]): Condition =>
  conditions.length ? sql<boolean>`${sql.join(conditions, sql` and `)}` : sql<boolean>`true`;
const many = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** `from … where …` of a list of prospects or clients, filters and reach included; the row is `p`. */
export const listBody = async (
  desk: Desk,
  { who, port, kind, filter }: { who: Who; port: PersonsPort<Desk>; kind: PersonKind; filter: PersonFilter },
): Promise<RawBuilder<unknown>> => {
  const runs =
    filter.workflow || filter.has_open_run ? await port.personsWithOpenRun(desk, filter.workflow ?? null) : null;
  const conditions = [
    await readable(desk, who, port),
    ...(await withWords(desk, { kind, q: filter.q, id: sql`p.id`, beside: [CONTACTS] })),
    ...(many(filter.status).length
      ? [
          sql<boolean>`(${sql.join(
            many(filter.status).map((one) => status(desk, one)),
            sql` or `,
          )})`,
        ]
      : []),
    ...many(filter.tag).map((tag) => sql<boolean>`${tag}::uuid = any(p.tags)`),
    ...(filter.source ? [sql<boolean>`lower(p.source) = lower(${filter.source})`] : []),
    ...ROLES.flatMap((role) => (filter[role] ? [heldBy(desk, role, filter[role])] : [])),
    ...(filter.year_end_month ? [sql<boolean>`(p.year_end ->> 'month')::int = ${filter.year_end_month}`] : []),
    ...(runs
      ? [
          filter.has_open_run === 'false'
            ? sql<boolean>`not (p.id = any(${runs}::uuid[]))`
            : sql<boolean>`p.id = any(${runs}::uuid[])`,
        ]
      : []),
    ...(filter.do_not_contact
      ? [sql<boolean>`(p.do_not_contact_since is not null) = ${filter.do_not_contact === 'true'}`]
      : []),
    ...many(filter.missing).map((gap) => missing(desk, gap)),
    ...many(filter.custom).map(custom),
  ];
  return sql`from app.person p where p.practice_id = ${desk.practice.id} and p.kind = ${kind}
    and p.deleted_at is null and p.merged_into is null and p.erased_at is null and ${all(conditions)}`;
};

const waiting = ({ practice }: Desk): Condition => sql<boolean>`exists (select 1 from app.waitlist_entry e
  where e.practice_id = ${practice.id} and e.person_id = p.id and e.left_on is null and e.deleted_at is null)`;

const status = (desk: Desk, one: (typeof STATUSES)[number]): Condition => {
  if (one === 'inactive') return sql<boolean>`p.inactive_since is not null`;
  if (one === 'active') return sql<boolean>`(p.kind = 'client' and p.inactive_since is null)`;
  const open = sql<boolean>`p.kind = 'prospect' and p.inactive_since is null`;
  return one === 'waitlisted'
    ? sql<boolean>`(${open} and ${waiting(desk)})`
    : sql<boolean>`(${open} and not ${waiting(desk)})`;
};

const heldBy = ({ practice, today }: Desk, role: RoleOnPerson, member: Id | 'nobody'): Condition => {
  const held = (who: RawBuilder<unknown>) => sql<boolean>`exists (select 1 from app.role_holding h
    where h.practice_id = ${practice.id} and h.person_id = p.id and h.role = ${role} and h.deleted_at is null
      and h.since <= ${today} and (h.until is null or h.until > ${today}) ${who})`;
  return member === 'nobody' ? sql<boolean>`not ${held(sql``)}` : held(sql`and h.member_id = ${member}::uuid`);
};

const missing = (desk: Desk, gap: (typeof GAPS)[number]): Condition => {
  if (gap === 'email' || gap === 'phone') return sql<boolean>`p.${sql.ref(`${gap}s`)} = '[]'::jsonb`;
  if (gap === 'assignee' || gap === 'partner') return heldBy(desk, gap, 'nobody');
  return sql<boolean>`p.${sql.ref(gap)} is null`;
};

const custom = (asked: string): Condition => {
  const at = asked.indexOf(':');
  return sql<boolean>`lower(p.custom ->> ${asked.slice(0, at)}) = lower(${asked.slice(at + 1)})`;
};
