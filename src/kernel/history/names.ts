import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Ref } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import type { HistoryPorts } from './port.ts';

/** The names of those who acted: members and keys as they are called now, the machine as Tickmark. */
export const actorNames = async (
  desk: Desk,
  actors: readonly Actor[],
  contactNames: HistoryPorts['contactNames'],
): Promise<(actor: Actor) => string> => {
  const { tx, practice } = desk;
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.member where practice_id = ${practice.id} and id = any(${idsOf(actors, 'member')}::uuid[])
    union all
    select id, 'the key «' || name || '»' from app.api_key
    where practice_id = ${practice.id} and id = any(${idsOf(actors, 'key', 'mcp')}::uuid[])`.execute(tx);
  const contacts = idsOf(actors, 'contact');
  const outside = contacts.length ? await contactNames(desk, contacts) : new Map<Id, string>();
  const names = new Map([...rows.map(({ id, name }) => [id, name] as const), ...outside]);
  return (actor) => {
    if (actor === 'operator') return 'The operator';
    if (actor.startsWith('system:')) return 'Tickmark';
    return names.get(idOf(actor as Ref)) ?? (actor.startsWith('contact:') ? 'Somebody outside' : 'Somebody');
  };
};

const idsOf = (actors: readonly Actor[], ...kinds: string[]): Id[] => [
  ...new Set((actors as readonly Ref[]).filter((one) => kinds.includes(kindOf(one))).map(idOf)),
];

/** Titles as the search keeps them; `kinds` says under which names the search knows a root, where they differ. */
export const titlesBySearch =
  (kinds: Readonly<Record<string, readonly string[]>> = {}): HistoryPorts['titles'] =>
  async ({ tx, practice }, things) => {
    const asked = things.flatMap((thing) =>
      (kinds[kindOf(thing)] ?? [kindOf(thing)]).map((kind) => ({ thing, kind, thing_id: idOf(thing) })),
    );
    const { rows } = await sql<{ thing: Ref; title: string; url: string }>`
      select a.thing, e.title, e.url
      from json_to_recordset(${JSON.stringify(asked)}::json) as a(thing text, kind text, thing_id uuid)
      join app.search_entry e on e.practice_id = ${practice.id} and e.kind = a.kind and e.thing_id = a.thing_id`.execute(
      tx,
    );
    return new Map(rows.map(({ thing, ...title }) => [thing, title]));
  };
