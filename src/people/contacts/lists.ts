import { z } from '@hono/zod-openapi';
import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { countAnswer, countQuery, type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import { withWords } from '#people/fields/finding.ts';
import { type Contact, type ContactLink, fullName } from './model.ts';
import type { ContactsPort, LinkedPerson } from './port.ts';
import { maySee } from './rights.ts';
import { loadContacts } from './store.ts';

export const CONTACT_SORTS = ['name', 'created_at'] as const;
const sorts: Record<(typeof CONTACT_SORTS)[number], SortColumn> = {
  name: { by: sql`c.sort_name`, type: 'text' },
  created_at: { by: sql`c.created_at`, type: 'timestamptz' },
};
export const contactFilters = { q: z.string().max(100).optional(), person: z.uuid().optional() };
export interface ContactFilter {
  q?: string | undefined;
  person?: Id | undefined;
}

/** A contact as lists and pages show it. */
export interface ShownContact extends Omit<Contact, 'also_known_as' | 'merged_into' | 'created_at' | 'created_by'> {
  full_name: string;
  links: { person: Id; kind: string; display_name: string; label: string; primary: boolean }[];
}

/**
 * Which contacts `who` may read, as a condition: at least one person they may see is linked, or none and they made it (PE-103,
 * PL-31). `seen` is the condition on `app.person p` of the room above.
 */
export const listContacts = async (
  desk: Desk,
  { who, port, seen }: { who: Who; port: ContactsPort<Desk>; seen: RawBuilder<boolean> },
  query: ListQuery & ContactFilter,
) => {
  const { practice } = desk;
  const pages = paging(query, sorts, sql`c.id`);
  const words = await withWords(desk, { kind: 'contact', q: query.q, id: sql`c.id` });
  const body = sql`from app.contact c where c.practice_id = ${practice.id} and c.deleted_at is null and c.merged_into is null and c.erased_at is null
    and (${query.person ?? null}::uuid is null or exists (select 1 from app.contact_link l where l.practice_id = c.practice_id
      and l.contact_id = c.id and l.deleted_at is null and l.person_id in (select app.records_of(${practice.id}, ${query.person ?? null}::uuid))))
    and (exists (select 1 from app.contact_link l join app.person p on p.practice_id = l.practice_id and p.id = l.person_id
        where l.practice_id = c.practice_id and l.contact_id = c.id and l.deleted_at is null and ${seen})
      or (c.created_by = ${`member:${who.member_id ?? ''}`} or ${!who.own_clients_only}) and not exists (select 1 from app.contact_link l
        where l.practice_id = c.practice_id and l.contact_id = c.id and l.deleted_at is null))
    ${words.length ? sql`and ${sql.join(words, sql` and `)}` : sql``}`;
  const { rows } = await sql<{ id: Id; page_key: string }>`
    select c.id, ${pages.key} as page_key ${body} and ${pages.after} order by ${pages.orderBy} limit ${pages.limit}`.execute(
    desk.tx,
  );
  const { items, next } = pages.page(rows);
  const counting = countQuery(query, body);
  const count = counting ? countAnswer(query, (await counting.execute(desk.tx)).rows[0]!.value) : undefined;
  const shown = await showContacts(
    desk,
    { who, port },
    items.map((row) => row.id),
  );
  return { items: shown, next, ...(count && { count }) };
};

/** These contacts as they are shown, in the order asked; those that may not be seen are left out. */
export const showContacts = async (
  desk: Desk,
  { who, port }: { who: Who; port: ContactsPort<Desk> },
  ids: readonly Id[],
): Promise<ShownContact[]> => {
  const states = await loadContacts(
    desk,
    port,
    ids.map((id) => ({ id, command: { do: 'change' as const } })),
    who,
  );
  return ids.flatMap((id) => {
    const state = states.get(id);
    return state && !maySee(state, who) ? [shown(state.contact, state.links, state.persons)] : [];
  });
};

const shown = (
  { also_known_as: _a, merged_into: _m, created_at: _c, created_by: _b, ...contact }: Contact,
  links: readonly ContactLink[],
  persons: ReadonlyMap<Id, LinkedPerson>,
): ShownContact => ({
  ...contact,
  full_name: fullName(contact),
  links: links
    .filter((link) => !link.deleted_at)
    .flatMap((link) => {
      const person = persons.get(link.person_id);
      return person
        ? [
            {
              person: person.id,
              kind: person.kind,
              display_name: person.display_name,
              label: link.label,
              primary: link.primary,
            },
          ]
        : [];
    }),
});
