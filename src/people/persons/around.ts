import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { UndoCommand, Wanted } from '#kernel/loop/room.ts';
import { holders, takeNumbers } from '#people/fields/numbers.ts';
import { allFields } from '#people/fields/store.ts';
import type { Around, Person, PersonCommand, PersonKind } from './model.ts';
import type { Counted, PersonsPort } from './port.ts';

type Asked = Wanted<PersonCommand | UndoCommand>;

interface Asking {
  wanted: readonly Asked[];
  persons: ReadonlyMap<Id, Person>;
  who: Who;
}

/** What stands around the persons of one load: asked for all at once, and only what their commands need. */
export const around = async (desk: Desk, port: PersonsPort<Desk>, asking: Asking): Promise<(id: Id) => Around> => {
  const { wanted, who } = asking;
  const ids = (...verbs: string[]) => wanted.filter(({ command }) => verbs.includes(command.do)).map(({ id }) => id);
  const fields = await allFields(desk);
  const { tags, members } = await lists(desk);
  const next = await nextNumbers(desk, asking);
  const numbers = await askedNumbers(desk, wanted);
  const runs = await port.openRuns(desk, ids('convert'));
  const tasks = who.own_clients_only
    ? await port.taskMembers(
        desk,
        wanted.map(({ id }) => id),
      )
    : new Map();
  const records = await clientRecords(desk, port, asking);
  const references = await referencesOf(desk, port, ids('delete', 'undo'));
  const invoices = await port.openInvoices(desk, ids('erase'));
  return (id) => ({
    today: desk.today,
    next: next.get(id) ?? { prospect: '', client: '' },
    numbers,
    fields,
    tags,
    members,
    open_runs: runs.get(id) ?? [],
    task_members: tasks.get(id) ?? [],
    client_records: records.get(id) ?? [],
    references: references.get(id) ?? [],
    open_invoices: invoices.get(id) ?? 0,
  });
};

const lists = async ({ tx, practice }: Desk): Promise<Pick<Around, 'tags' | 'members'>> => {
  const { rows } = await sql<{ tags: Around['tags']; members: Around['members'] }>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'applies_to', applies_to)), '[]')
       from app.tag where practice_id = ${practice.id} and deleted_at is null) as tags,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email, 'active', state = 'active')), '[]')
       from app.member where practice_id = ${practice.id}) as members`.execute(tx);
  return rows[0]!;
};

/** One number for each that is added or converted and needs one. */
const nextNumbers = async (desk: Desk, { wanted, persons }: Asking): Promise<Map<Id, Record<PersonKind, string>>> => {
  const needs = (kind: PersonKind) =>
    wanted.filter(({ id, command }) =>
      command.do === 'add'
        ? command.kind === kind && !command[`${kind}_number`]
        : kind === 'client' && command.do === 'convert' && !persons.get(id)?.client_number,
    );
  const next = new Map<Id, Record<PersonKind, string>>();
  for (const kind of ['prospect', 'client'] as const) {
    const those = needs(kind);
    const numbers = those.length ? await takeNumbers(desk, kind, those.length) : [];
    for (const [i, { id }] of those.entries())
      next.set(id, { ...(next.get(id) ?? { prospect: '', client: '' }), [kind]: numbers[i]! });
  }
  return next;
};

/** Who has the numbers that somebody asks for, by hand or by taking a change back (PE-13). */
const askedNumbers = async (desk: Desk, wanted: readonly Asked[]): Promise<Around['numbers']> => {
  const asked = wanted.flatMap(({ command }) => {
    if (command.do === 'add' || command.do === 'change') return [command.prospect_number, command.client_number];
    if (command.do !== 'undo') return [];
    return command.events.flatMap(({ facts }) => [facts.prospect_number?.[0], facts.client_number?.[0]]);
  });
  const held = await holders(
    desk,
    'person',
    asked.filter((number) => typeof number === 'string'),
  );
  if (!held.size) return {};
  const { rows } = await sql<{ id: Id; display_name: string; kind: PersonKind }>`
    select id, display_name, kind from app.person where practice_id = ${desk.practice.id} and id = any(${[...held.values()]})`.execute(
    desk.tx,
  );
  const named = new Map(rows.map((row) => [row.id, row]));
  return Object.fromEntries([...held].flatMap(([number, id]) => (named.has(id) ? [[number, named.get(id)!]] : [])));
};

const clientRecords = async (
  desk: Desk,
  port: PersonsPort<Desk>,
  { wanted, persons }: Asking,
): Promise<Map<Id, Counted[]>> => {
  const undone = wanted.filter(
    ({ command }) =>
      command.do === 'undo_conversion' ||
      (command.do === 'undo' && command.events.some(({ verb }) => verb === 'person.converted')),
  );
  const since = undone.flatMap(({ id }) => {
    const at = persons.get(id)?.converted_at;
    return at ? [{ id, since: at }] : [];
  });
  if (!since.length) return new Map();
  const above = await port.clientRecords(desk, since);
  const { rows } = await sql<{ client_id: Id; count: number }>`
    select a.client_id, count(*)::int as count from app.authorization a
    join json_to_recordset(${JSON.stringify(since)}::json) as s(id uuid, since timestamptz) on s.id = a.client_id
    where a.practice_id = ${desk.practice.id} and a.deleted_at is null and a.created_at >= s.since group by a.client_id`.execute(
    desk.tx,
  );
  return joined(
    above,
    rows.map((row) => [row.client_id, { kind: 'authorizations', count: row.count }]),
  );
};

/** What refers to a person within people itself, and above it (PE-28): contacts, tags and notes do not count. */
const referencesOf = async (desk: Desk, port: PersonsPort<Desk>, ids: readonly Id[]): Promise<Map<Id, Counted[]>> => {
  if (!ids.length) return new Map();
  const above = await port.references(desk, ids);
  const { rows } = await sql<{ id: Id; kind: string; count: number }>`
    select client_id as id, 'authorizations' as kind, count(*)::int as count from app.authorization
      where practice_id = ${desk.practice.id} and client_id = any(${ids}) and deleted_at is null group by client_id
    union all
    select merged_into, 'merged records', count(*)::int from app.person
      where practice_id = ${desk.practice.id} and merged_into = any(${ids}) group by merged_into`.execute(desk.tx);
  return joined(
    above,
    rows.map(({ id, kind, count }) => [id, { kind, count }]),
  );
};

const joined = (
  above: ReadonlyMap<Id, readonly Counted[]>,
  own: readonly (readonly [Id, Counted])[],
): Map<Id, Counted[]> => {
  const all = new Map([...above].map(([id, counts]) => [id, [...counts]]));
  for (const [id, count] of own) all.set(id, [...(all.get(id) ?? []), count]);
  return all;
};
