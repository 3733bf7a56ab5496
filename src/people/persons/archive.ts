import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { epochMilliseconds } from '#ground/time.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';
import { found, type PersonsDoor } from './access.ts';
import { presented } from './present.ts';
import { recordsOf } from './reach.ts';
import { type ArchiveFile, tarOf } from './tar.ts';

const zipped = promisify(gzip);

/** All that is kept of one person, what it absorbed included, as one `.tar.gz`; who took it is an event (PE-124). */
export const personArchive = async (
  door: PersonsDoor,
  place: Place,
  id: Id,
): Promise<{ name: string; bytes: Uint8Array }> => {
  const { name, tar } = await atDesk(door.kernel, place, async (desk) => {
    const person = await found(door, desk, place, { id, kind: null });
    const ids = await recordsOf(desk, person.id);
    const files: ArchiveFile[] = [
      json('record.json', await presented(desk, person)),
      json(
        'absorbed.json',
        await rowsOf(
          desk,
          'app.person',
          'id',
          ids.filter((one) => one !== person.id),
        ),
      ),
      json('contacts.json', await contactsOf(desk, ids)),
      json('authorizations.json', await rowsOf(desk, 'app.authorization', 'client_id', ids)),
      await events(desk, ids),
      ...((await door.port.archive?.(desk, ids)) ?? []),
    ];
    const thing = ref('person', person.id);
    const facts = { files: [null, files.map((file) => file.name)] } as const;
    await record(desk, originOf(place.caller), [
      {
        event: { verb: 'person.archived', thing, client_id: person.id, facts },
        act_id: newId(),
        root: thing,
        personal: [],
      },
    ]);
    return {
      name: `${person.client_number ?? person.prospect_number ?? person.id}.tar.gz`,
      tar: tarOf(files, epochMilliseconds(desk.now)),
    };
  });
  return { name, bytes: await zipped(tar) };
};

const json = (name: string, value: unknown): ArchiveFile => ({ name, content: `${JSON.stringify(value, null, 2)}\n` });

const rowsOf = async (
  { tx, practice }: Desk,
  table: string,
  column: string,
  ids: readonly Id[],
): Promise<unknown[]> => {
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(t) - 'match_keys' - 'sort_name' - 'practice_id' as row from ${sql.table(table)} t
    where t.practice_id = ${practice.id} and t.${sql.ref(column)} = any(${ids})`.execute(tx);
  return rows.map(({ row }) => row);
};

const contactsOf = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<unknown[]> => {
  const { rows } = await sql<{ row: unknown }>`
    select (to_jsonb(c) - 'match_keys' - 'sort_name' - 'practice_id') || jsonb_build_object('label', l.label, 'primary', l."primary") as row
    from app.contact_link l join app.contact c on c.practice_id = l.practice_id and c.id = l.contact_id
    where l.practice_id = ${practice.id} and l.person_id = any(${ids}) and l.deleted_at is null`.execute(tx);
  return rows.map(({ row }) => row);
};

/** One event a line, personal values in their place, oldest first. */
const events = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<ArchiveFile> => {
  const things = ids.map((id) => ref('person', id));
  const { rows } = await sql<{ line: string }>`
    select json_build_object('id', e.id, 'at', e.at, 'actor', e.actor, 'verb', e.verb, 'thing', e.thing,
      'facts', e.facts || coalesce(e.private, '{}'))::text as line
    from app.event e where e.practice_id = ${practice.id} and (e.client_id = any(${ids}) or e.thing = any(${things})) order by e.id`.execute(
    tx,
  );
  return { name: 'events.ndjson', content: rows.map(({ line }) => `${line}\n`).join('') };
};
