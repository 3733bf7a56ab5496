import { sql } from 'kysely';
import { REMOVE_CAPTURED } from '#connectors/folder/removing.ts';
import type { Id } from '#ground/id.ts';
import { forgetTold } from '#kernel/audit/forgetting.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { filesOfThings } from '#kernel/files/store.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { addressId } from '#messages/addresses/store.ts';
import { type Channel, type Message, OWN } from '#messages/outbox/model.ts';
import { MESSAGE, type MessagesRoom } from '#messages/outbox/store.ts';
import { removingRaw } from '#messages/replies/raw.ts';
import { caller, eraseFiles, tell } from '../reacting.ts';

/**
 * Whoever was erased is taken out of messages to and about them, and out of what was written because of these (PE-29). That
 * one was sent, when and by which rule stays. An address that somebody else has too stays theirs.
 */
export const forgetInMessages = async (
  kernel: Kernel,
  desk: Desk,
  room: MessagesRoom,
  records: readonly Id[],
): Promise<void> => {
  const about = await messagesAbout(desk, records);
  const addresses = await theirsAlone(desk, about, records);
  const ids = [...new Set([...about.map(({ id }) => id), ...(await messagesTo(desk, addresses))])];
  await tell(
    kernel,
    desk,
    room,
    ids.map((id) => ({ id, command: { do: 'erase' as const } })),
  );
  // While conversations still say how they were called.
  const clients = about.flatMap(({ client_id }) => client_id ?? []);
  await forgetTasks(desk, { records, addresses, names: await namesOf(desk, about, records), clients });
  const replies = await forgetConversations(desk, { records, addresses, messages: ids });
  await forgetAttached(kernel, desk, ids);
  await removeFiles(kernel, desk, { messages: ids, replies });
  await forgetAddresses(desk, addresses, ids);
  await forgetTold(desk, [...ids.map((id) => ref('message', id)), ...addresses.map(({ id }) => ref('address', id))]);
};

interface At {
  id: Id;
  channel: Channel;
  address: string;
}

const messagesAbout = async ({ tx, practice }: Desk, records: readonly Id[]): Promise<Message[]> =>
  (
    await sql<Message>`
      select ${MESSAGE} from app.message m
      where m.practice_id = ${practice.id} and (m.client_id = any(${records}) or m.subject_id = any(${records})
        or (m.key like ${`${OWN}%`} and m.used ?| ${records}::text[])
        or exists (select 1 from jsonb_array_elements(m.recipients) r where r #>> '{record,id}' = any(${records}::text[])))`.execute(
      tx,
    )
  ).rows;

/** Members keep their own addresses, and so does everybody else who has one of these. */
const theirsAlone = async (desk: Desk, about: readonly Message[], records: readonly Id[]): Promise<At[]> => {
  const all = about.flatMap(({ channel, recipients }) =>
    recipients.flatMap(({ address, record }) => {
      const spelt = address.toLowerCase();
      return record?.kind === 'member'
        ? []
        : [{ id: addressId(desk.practice.id, channel, spelt), channel, address: spelt }];
    }),
  );
  return ofNobodyElse(desk, [...new Map(all.map((one) => [one.id, one])).values()], records);
};

/** Of these addresses those that no member and nobody but the erased `records` has. */
export const ofNobodyElse = async (desk: Desk, each: readonly At[], records: readonly Id[]): Promise<At[]> => {
  const holders = await holdersOf(desk, each);
  const own = await ofMembers(desk, each);
  const elses = ({ id }: At) => (holders.get(id) ?? []).some(({ person_id }) => !records.includes(person_id));
  return each.filter((one) => !own.has(one.address) && !elses(one));
};

const ofMembers = async ({ tx, practice }: Desk, all: readonly At[]): Promise<Set<string>> => {
  const { rows } = await sql<{ email: string }>`
    select lower(email) as email from app.member
    where practice_id = ${practice.id} and lower(email) = any(${all.map(({ address }) => address)})`.execute(tx);
  return new Set(rows.map(({ email }) => email));
};

const messagesTo = async ({ tx, practice }: Desk, addresses: readonly At[]): Promise<Id[]> => {
  if (!addresses.length) return [];
  const { rows } = await sql<{ id: Id }>`
    select id from app.message
    where practice_id = ${practice.id} and address = any(${addresses.map(({ address }) => address)})`.execute(tx);
  return rows.map(({ id }) => id);
};

interface Traces {
  records: readonly Id[];
  addresses: readonly At[];
  messages: readonly Id[];
}

/** What came back from them goes too, read or not, and what is shown of the conversation. Answers the replies. */
const forgetConversations = async (desk: Desk, { records, addresses, messages }: Traces): Promise<Id[]> => {
  const { tx, practice, now } = desk;
  const at = addresses.map(({ address }) => address);
  const { rows: talks } = await sql<{ id: Id }>`
    update app.conversation set address = '[erased]', name = '[erased]', subject = null, last_line = '[erased]'
    where practice_id = ${practice.id} and (client_id = any(${records}) or address = any(${at})) returning id`.execute(
    tx,
  );
  const { rows: replies } = await sql<{ id: Id }>`
    update app.reply set from_address = '[erased]', from_name = '', to_address = '[erased]', return_path = null, subject = null, body = '',
      html = null, attachments = '[]', decided_at = coalesce(decided_at, ${now})
    where practice_id = ${practice.id} and (client_id = any(${records}) or conversation_id = any(${talks.map(({ id }) => id)})
      or message_id = any(${messages}) or lower(from_address) = any(${at})) returning id`.execute(tx);
  const things = [...talks.map(({ id }) => ref('conversation', id)), ...replies.map(({ id }) => ref('reply', id))];
  await forgetTold(desk, things);
  return replies.map(({ id }) => id);
};

/** How those who are erased were called where a task was made by itself: as receivers, and in conversations. */
const namesOf = async (
  { tx, practice }: Desk,
  about: readonly Message[],
  records: readonly Id[],
): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select distinct name from app.conversation where practice_id = ${practice.id} and client_id = any(${records})`.execute(
    tx,
  );
  const told = about.flatMap(({ recipients }) =>
    recipients.flatMap(({ name, record }) => (record && records.includes(record.id) ? [name] : [])),
  );
  return [...new Set([...rows.map(({ name }) => name), ...told])].filter((name) => name.trim() && name !== '[erased]');
};

/**
 * The words of tasks that were made because of a message, a bounce or a reply; that there was something to do stays. An address
 * is known wherever it stands, a name only in what is about the same clients, since others may be called so too.
 */
const forgetTasks = async (
  desk: Desk,
  { records, addresses, names, clients }: Pick<Traces, 'records' | 'addresses'> & { names: string[]; clients: Id[] },
): Promise<void> => {
  const { tx, practice } = desk;
  const says = (words: readonly string[]) => sql`exists (select 1 from unnest(${words}::text[]) word
    where strpos(lower(t.title || ' ' || coalesce(t.instructions, '')), lower(word)) > 0)`;
  const { rows } = await sql<{ id: Id }>`
    update app.task t set title = '[erased]', instructions = null
    where t.practice_id = ${practice.id} and t.run_id is null and t.maker_id is null and (t.client_id = any(${records})
      or t.subject_id = any(${records}) or ${says(addresses.map(({ address }) => address))}
      or ((t.client_id is null or t.client_id = any(${clients})) and ${says(names)}))
    returning t.id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  await sql`delete from app.search_entry where practice_id = ${practice.id} and kind = 'task' and thing_id = any(${ids})`.execute(
    tx,
  );
  await forgetTold(
    desk,
    ids.map((id) => ref('task', id)),
  );
};

/** What members added to them goes too, name and bytes; its events are told nothing of any more. */
const forgetAttached = async (kernel: Kernel, desk: Desk, messages: readonly Id[]): Promise<void> => {
  const rows = await filesOfThings(
    desk,
    messages.map((id) => ref('message', id)),
  );
  await eraseFiles(
    kernel,
    desk,
    rows.map(({ id }) => id),
  );
};

/** Mails as they came in go too, and what the delivery folder holds; by jobs of this transaction, since files are in none (PL-S25). */
const removeFiles = async (
  kernel: Kernel,
  desk: Desk,
  { messages, replies }: { messages: readonly Id[]; replies: readonly Id[] },
): Promise<void> => {
  const jobs = removingRaw(desk.practice.id, replies);
  if (messages.length)
    jobs.push({ do: 'queue', queue: 'act', name: REMOVE_CAPTURED, data: { messages: [...messages] } });
  await kernel.writers.queue(desk, jobs, caller());
};

/** That an address must not be written to stays, under its id: whoever brings the address back meets it. */
const forgetAddresses = async (
  { tx, practice }: Desk,
  addresses: readonly At[],
  messages: readonly Id[],
): Promise<void> => {
  const ids = addresses.map(({ id }) => id);
  await sql`update app.address set address = '[erased] ' || id, consent_words = null, evidence = null
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  await sql`delete from app.public_link
    where practice_id = ${practice.id} and (message_id = any(${messages}) or address = any(${addresses.map(({ address }) => address)}))`.execute(
    tx,
  );
};
