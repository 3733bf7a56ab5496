import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { forgetTold } from '#kernel/audit/forgetting.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { idOf, ref } from '#kernel/decision/rules.ts';
import { filesOfThings } from '#kernel/files/store.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { addressId } from '#messages/addresses/store.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { removingRaw } from '#messages/replies/raw.ts';
import { caller, eraseFiles, tell } from '../reacting.ts';
import { ofNobodyElse } from './erasing.ts';

const KINDS = ['person', 'employee', 'contact'];

/**
 * Whoever was erased is taken out of the inbox (PE-29): items about them and mails from them, with notes, answers, documents,
 * letters, files and raw mail. That there was one, when, and what was decided stays. An address that somebody else has too
 * stays theirs.
 */
export const forgetInInbox = async (
  kernel: Kernel,
  desk: Desk,
  messages: MessagesRoom,
  records: readonly Id[],
): Promise<void> => {
  const addresses = await addressesOf(desk, records);
  const documents = await forgetDocuments(desk, records);
  const items = await forgetItems(desk, { records, addresses, documents: documents.map(({ id }) => id) });
  const arrivals = await forgetArrivals(desk, items, addresses);
  const answers = await forgetAnswers(desk, items);
  const notes = await forgetNotes(desk, items);
  await forgetRules(desk, addresses);
  const letters = documents.flatMap(({ letters: all }) => all);
  const things = [
    ...items.map((id) => ref('item', id)),
    ...arrivals.map((id) => ref('arrival', id)),
    ...answers.map((id) => ref('form_answer', id)),
    ...documents.map(({ id }) => ref('document', id)),
  ];
  const held = (await filesOfThings(desk, things)).map(({ id }) => id);
  await eraseFiles(kernel, desk, [...new Set([...held, ...documents.flatMap(({ files }) => files)])]);
  await kernel.writers.queue(desk, removingRaw(desk.practice.id, arrivals), caller());
  await forgetMessages(kernel, desk, messages, items);
  await forgetTraces(desk, [
    ...things,
    ...notes.map((id) => ref('item_note', id)),
    ...letters.map((id) => ref('correspondence', id)),
  ]);
};

/** What their records said of addresses, from the history, which is emptied after this; those of nobody else alone. */
const addressesOf = async (desk: Desk, records: readonly Id[]): Promise<string[]> => {
  const { tx, practice } = desk;
  const things = KINDS.flatMap((kind) => records.map((id) => ref(kind, id)));
  const { rows } = await sql<{ address: string }>`
    select distinct lower(a #>> '{}') as address from app.event e,
      jsonb_path_query(e.private, '$.** ? (@.type() == "string" && @ like_regex "^[^@ ]+@[^@ ]+$")') a
    where e.practice_id = ${practice.id} and e.thing = any(${things}::text[]) and e.private is not null`.execute(tx);
  const all = rows.map(({ address }) => ({ id: addressId(practice.id, 'email', address), address }));
  const alone = await ofNobodyElse(
    desk,
    all.map((one) => ({ ...one, channel: 'email' as const })),
    records,
  );
  return alone.map(({ address }) => address);
};

interface Whose {
  records: readonly Id[];
  addresses: readonly string[];
  documents: readonly Id[];
}

/** About them, from them, or the approval of a document of theirs. */
const forgetItems = async ({ tx, practice }: Desk, { records, addresses, documents }: Whose): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    update app.item set version = version + 1, subject = '[erased]', details = '',
      contact = case when contact is not null then '{"name": "[erased]"}'::jsonb end,
      source = source || '{"from": "[erased]", "name": "[erased]"}', sending = sending || '{"instructions": null}',
      instructions = case when instructions is not null then '[erased]' end,
      hold_why = case when hold_why is not null then '[erased]' end, send_error = null
    where practice_id = ${practice.id} and (client_id = any(${records}) or sender = any(${addresses})
      or document_id = any(${documents})
      or id in (select a.item_id from app.arrival a
        where a.practice_id = ${practice.id} and lower(a.from_address) = any(${addresses})))
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
};

const forgetNotes = async ({ tx, practice }: Desk, items: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    update app.item_note set version = version + 1, body = '[erased]'
    where practice_id = ${practice.id} and item_id = any(${items}) returning id`.execute(tx);
  return rows.map(({ id }) => id);
};

/** The row stays, so that the proof of mail counts it (IN-180); its raw file goes. */
const forgetArrivals = async (
  { tx, practice, now }: Desk,
  items: readonly Id[],
  addresses: readonly string[],
): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    update app.arrival set version = version + 1, subject = null, body = '', html = null, attachments = '[]', message_id = null,
      from_address = '[erased]', from_name = '', sender = '[erased]', because = null, checks = null, verdict_host = null,
      envelope = envelope || '{"from": "[erased]", "ip": null, "helo": null}', raw_removed_at = coalesce(raw_removed_at, ${now})
    where practice_id = ${practice.id} and outcome <> 'received' and (item_id = any(${items}) or lower(from_address) = any(${addresses})
      or lower(sender) = any(${addresses}))
    returning id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  await sql`delete from app.mail_seen where practice_id = ${practice.id} and arrival_id = any(${ids})`.execute(tx);
  return ids;
};

const forgetAnswers = async ({ tx, practice }: Desk, items: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    update app.form_answer set version = version + 1, answers = '{}', because = null
    where practice_id = ${practice.id} and item_id = any(${items}) returning id`.execute(tx);
  return rows.map(({ id }) => id);
};

interface ForgottenDocument {
  id: Id;
  letters: Id[];
  files: Id[];
}

const forgetDocuments = async ({ tx, practice }: Desk, records: readonly Id[]): Promise<ForgottenDocument[]> => {
  const { rows: documents } = await sql<{ id: Id; file_id: Id }>`
    update app.document set version = version + 1, title = '[erased]', failure = null, not_told = null
    where practice_id = ${practice.id} and client_id = any(${records}) returning id, file_id`.execute(tx);
  const { rows: letters } = await sql<{ id: Id; document_id: Id; letter_file_id: Id | null }>`
    update app.correspondence set version = version + 1, subject = '[erased]', body = '[erased]', html = null, used = '{}',
      missing_fields = '{}', sent_to = case when sent_to is not null then '[erased]' end, other_to = null, other_to_because = null
    where practice_id = ${practice.id} and document_id = any(${documents.map(({ id }) => id)})
    returning id, document_id, letter_file_id`.execute(tx);
  return documents.map(({ id, file_id }) => {
    const mine = letters.filter(({ document_id }) => document_id === id);
    const drawn = mine.flatMap(({ letter_file_id }) => letter_file_id ?? []);
    return { id, letters: mine.map((letter) => letter.id), files: [file_id, ...drawn] };
  });
};

/** Who was blocked by address is not any more, and a rule about the address meets nobody. */
const forgetRules = async ({ tx, practice, now }: Desk, addresses: readonly string[]): Promise<void> => {
  const { rows } = await sql<{ id: Id }>`
    update app.sender_rule set version = version + 1, pattern = '[erased] ' || id, deleted_at = coalesce(deleted_at, ${now})
    where practice_id = ${practice.id} and lower(pattern) = any(${addresses}) returning id`.execute(tx);
  const senders = sql`(select coalesce(jsonb_agg(case when lower(s) = any(${addresses}) then '[erased]' else s end), '[]')
    from jsonb_array_elements_text(r."when" -> 'senders') s)`;
  const { rows: triage } = await sql<{ id: Id }>`
    update app.triage_rule r set version = version + 1, "when" = jsonb_set(r."when", '{senders}', ${senders})
    where practice_id = ${practice.id} and jsonb_typeof(r."when" -> 'senders') = 'array'
      and exists (select 1 from jsonb_array_elements_text(r."when" -> 'senders') s where lower(s) = any(${addresses}))
    returning id`.execute(tx);
  const things = [...rows.map(({ id }) => ref('sender_rule', id)), ...triage.map(({ id }) => ref('triage_rule', id))];
  await sql`select app.erase_personal(${things}::text[], '{}')`.execute(tx);
};

/** What members were written about these items: their subjects stand in it. */
const forgetMessages = async (kernel: Kernel, desk: Desk, room: MessagesRoom, items: readonly Id[]): Promise<void> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.message where practice_id = ${desk.practice.id} and item_id = any(${items})`.execute(desk.tx);
  await tell(
    kernel,
    desk,
    room,
    rows.map(({ id }) => ({ id, command: { do: 'erase' as const } })),
  );
  await sql`select app.erase_personal(${rows.map(({ id }) => ref('message', id))}::text[], '{}')`.execute(desk.tx);
};

/** Words of search go as well. */
const forgetTraces = async (desk: Desk, things: readonly Ref[]): Promise<void> => {
  const { tx, practice } = desk;
  const ids = things.map(idOf);
  await sql`delete from app.search_word where practice_id = ${practice.id} and thing_id = any(${ids})`.execute(tx);
  await sql`delete from app.search_entry where practice_id = ${practice.id} and thing_id = any(${ids})`.execute(tx);
  await forgetTold(desk, things);
};
