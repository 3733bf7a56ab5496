import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { files } from '#kernel/files/store.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { type ParsedMail, parseBeginning, parseMail } from '#messages/replies/mail.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { handOn } from '#messages/replies/receiving.ts';
import { intakeFor } from '../intake/store.ts';
import type { ItemsRoom } from '../items/store.ts';
import { listedSender } from '../senders/store.ts';
import { allocated } from './allocating.ts';
import { dropFiles, type Kept, keepFiles } from './attachments.ts';
import { type Belonging, belongingOf } from './belonging.ts';
import { fingerprintOf } from './fingerprint.ts';
import { asideBecause, overallOf, subjectOf, tagOf } from './judging.ts';
import type { Arrival, Outcome, ReadMail, Settled } from './model.ts';
import type { SenderCheck } from './port.ts';
import { readOf, type Sender } from './readable.ts';
import { acknowledge } from './receipts.ts';
import { machine } from './receiving.ts';
import { arrivals, beginTry, firstWith, isSeenBefore, readArrivals } from './store.ts';
import { isStorm, mailTimes } from './storms.ts';
import { type Last, threadOf } from './threads.ts';

export interface ArrivalReading {
  kernel: Kernel;
  storage: Storage;
  items: ItemsRoom;
  messages: MessagesRoom;
  /** The name under which our front mail server signs what it found about senders; null: nobody looked. */
  authserv: string | null;
  /** Asks DNS about senders, where no front mail server says what it found; null: nobody asks (IN-68). */
  check: SenderCheck | null;
  /** The domain of intake addresses. */
  domain: string | null;
}

/** What breaks its reader so often is read no further than its beginning (IN-83). */
const MOST_TRIES = 3;

/** The job of an arrival: reads it and settles what becomes of it, once however often it runs (IN-45, IN-180). */
export const readArrival =
  (reading: ArrivalReading) =>
  async (practice: Id, data: Record<string, Json>): Promise<void> => {
    const id = data.arrival as Id;
    const { kernel, storage } = reading;
    const begun = await inPractice(kernel.db, practice, (desk) => beginTry(desk, id));
    if (!begun) return;
    const opened = await open(reading, practice, begun.arrival, begun.tries > MOST_TRIES);
    const outcome = await again(() =>
      inPractice(kernel.db, practice, async (desk) => {
        const arrival = (await readArrivals(desk, [id])).get(id);
        return arrival?.outcome === 'received' ? settle(reading, desk, arrival, opened) : arrival?.outcome;
      }),
    );
    if (outcome !== 'item_made' && outcome !== 'added') await dropFiles(storage, practice, opened.kept);
  };

/** Nothing here may be refused: the machine does it, on what it has just loaded. */
const yes = (outcomes: readonly { yes: boolean; because?: string }[]): void => {
  for (const outcome of outcomes) if (!outcome.yes) throw new Error(outcome.because);
};

interface Opened {
  raw: Uint8Array;
  mail: ParsedMail;
  read: ReadMail;
  kept: Kept;
}

/** Parsed outside of any transaction: a large mail takes its time. */
const open = async (reading: ArrivalReading, practice: Id, arrival: Arrival, beginning = false): Promise<Opened> => {
  const { storage, authserv, domain } = reading;
  const raw = await rawOf(storage, practice, arrival.id);
  const mail = beginning ? await parseBeginning(raw) : await parseMail(raw);
  const kept = await keepFiles(storage, { practice, arrival: arrival.id, at: arrival.received_at }, mail.attachments);
  const checked = beginning ? null : await senderOf(reading, arrival, { raw, from: mail.from_address });
  const read = readOf({ mail, raw, arrival, authserv, domain, fingerprint: fingerprintOf(mail), checked, practice });
  return { raw, mail, kept, read: { ...read, attachments: kept.attachments } };
};

/** Asked once: what DNS says of it later is about another day. A front mail server's word wins. */
const senderOf = async (
  { check, authserv }: ArrivalReading,
  { envelope, way, decided_at, verdict, checks }: Arrival,
  { raw, from }: { raw: Uint8Array; from: string },
): Promise<Sender | null> => {
  if (decided_at) return { verdict, checks };
  if (!check || authserv || way !== 'smtp') return null;
  const { silent, ...found } = await check({ raw, from, ip: envelope.ip, helo: envelope.helo, sender: envelope.from });
  return { verdict: overallOf({ ...found, silent }), checks: found };
};

/** In one transaction: what became of it, and whatever follows from that (inbox.md 3, «what becomes of it»). */
const settle = async (reading: ArrivalReading, desk: Desk, arrival: Arrival, opened: Opened): Promise<Outcome> => {
  const { read, mail, raw } = opened;
  const settled = async (became: Settled, more: Partial<ReadMail> = {}): Promise<Outcome> => {
    const command = { do: 'settle' as const, read: { ...read, ...more }, settled: became };
    yes(await act(reading.kernel, desk, machine(), arrivals, [{ id: arrival.id, command }]));
    return became.outcome;
  };
  const first = await firstWith(desk, `${arrival.message_id ?? ''} ${read.fingerprint}`, arrival.id);
  if (first !== arrival.id) {
    const item_id = (await readArrivals(desk, [first])).get(first)?.item_id ?? null;
    return settled({ outcome: 'duplicate', because: 'The same mail came before.', item_id }, { attachments: [] });
  }
  // the block list is a member's word, so not even an answer gets past it (IN-70)
  const rule = await listedSender(desk, [read.from_address, arrival.sender]);
  if (rule?.list === 'block') {
    const because = `Mail from ${rule.pattern} is set aside: it is on the list of blocked senders.`;
    return settled({ outcome: 'set_aside', because, item_id: null }, { attachments: [] });
  }
  const belongs = await belongingOf(desk, arrival, mail, read);
  if (belongs?.to === 'message') {
    await handOn(reading, desk, { raw, return_path: arrival.sender, to: arrival.to_address });
    const because = 'It answers a message that this practice sent, and stands in its conversation.';
    return settled({ outcome: 'handed_on', because, item_id: null }, { attachments: [] });
  }
  if (belongs) return joins({ reading, desk, settled }, belongs, { arrival, opened });
  const because = asideBecause(read.class);
  if (because) return settled({ outcome: 'set_aside', because, item_id: null }, { attachments: [] });
  const marks = await marksNow(desk, arrival, read);
  const item_id = await makeItem(reading, desk, machine(), {
    arrival,
    read: { ...read, marks },
    kept: opened.kept,
    follows: null,
  });
  await acknowledge(reading, desk, { arrival, read, item: item_id });
  return settled({ outcome: 'item_made', because: null, item_id }, { marks });
};

interface Settling {
  reading: ArrivalReading;
  desk: Desk;
  settled(became: Settled, more?: Partial<ReadMail>): Promise<Outcome>;
}

/** It is added to the newest open item of the chain, or makes the next of it; what a machine says by itself makes none (IN-64, IN-72). */
const joins = async (
  { reading, desk, settled }: Settling,
  { item, known, quiet }: Extract<Belonging, { to: 'item' }>,
  { arrival, opened }: { arrival: Arrival; opened: Opened },
): Promise<Outcome> => {
  const { kept, read } = opened;
  const { open, last } = await threadOf(desk, item);
  const stranger = known || quiet ? [] : (['new_sender'] as const);
  const marks = [...(await marksNow(desk, arrival, read, true)), ...stranger];
  const to = open ?? (quiet ? item : null);
  if (to) {
    const times = [arrival.received_at, ...(await mailTimes(desk, to, read.from_address))];
    const command = { do: 'hear' as const, marks: stranger, quiet, tells: !quiet && !isStorm(times) };
    yes(await act(reading.kernel, desk, machine(), reading.items, [{ id: to, command }]));
    await bringFiles(reading, desk, machine(), { item: to, kept });
    return settled({ outcome: 'added', because: null, item_id: to }, { marks });
  }
  const made = await makeItem(reading, desk, machine(), { arrival, read: { ...read, marks }, kept, follows: last });
  return settled({ outcome: 'item_made', because: null, item_id: made }, { marks });
};

const marksNow = async (desk: Desk, { id, message_id, to_address }: Arrival, { marks }: ReadMail, belongs = false) => [
  ...marks,
  // Another mail under the same name is no copy of it (IN-61).
  ...(message_id && (await isSeenBefore(desk, message_id, id)) ? (['message_id_seen'] as const) : []),
  ...(!belongs && tagOf(to_address).token ? (['unknown_reply_address'] as const) : []),
];

/** The item of a mail, with its files (IN-40, IN-86). */
const makeItem = async (
  { kernel, items }: ArrivalReading,
  desk: Desk,
  caller: Caller,
  { arrival, read, kept, follows }: { arrival: Arrival; read: ReadMail; kept: Kept; follows: Last | null },
): Promise<Id> => {
  const id = newId();
  const { tag } = tagOf(arrival.to_address);
  const { origin, assignee_id } = await intakeFor(desk, tag);
  const client_id = follows?.client_id ?? (await clientOf(desk, read));
  const command = {
    do: 'take_in' as const,
    origin,
    subject: subjectOf(read.subject, read.marks),
    client_id,
    contact: contactOf(read),
    assignee_id: await allocated(desk, [follows?.assignee_id ?? null, assignee_id], client_id),
    marks: read.marks,
    follows: follows?.id ?? null,
    source: {
      arrival_id: arrival.id,
      from: read.from_address,
      name: read.from_name,
      received_at: arrival.received_at,
      verdict: read.verdict,
      checks: read.checks,
      tag,
    },
  };
  yes(await act(kernel, desk, caller, items, [{ id, command }]));
  await bringFiles({ kernel }, desk, caller, { item: id, kept });
  return id;
};

/** The files of a mail stand on its item. */
const bringFiles = async (
  { kernel }: Pick<ArrivalReading, 'kernel'>,
  desk: Desk,
  caller: Caller,
  { item, kept }: { item: Id; kept: Kept },
): Promise<void> => {
  const thing = ref('item', item);
  const brought = kept.rows.map(({ id, file }) => ({ id, command: { do: 'bring' as const, file, thing } }));
  if (brought.length) yes(await act(kernel, desk, caller, files, brought));
};

/** The one client or prospect with the sender's address, where nothing says that somebody else sent it (IN-67). */
const clientOf = async (desk: Desk, { from_address, verdict }: ReadMail): Promise<Id | null> => {
  if (!from_address || verdict === 'failed') return null;
  const holders = await holdersOf(desk, [{ id: 'sender', channel: 'email', address: from_address }]);
  const persons = new Set((holders.get('sender') ?? []).map(({ person_id }) => person_id));
  return persons.size === 1 ? [...persons][0]! : null;
};

const contactOf = ({ from_address: email, from_name }: ReadMail) =>
  email || from_name ? { ...(from_name && { name: from_name }), ...(email && { email }) } : null;

/** A member makes an item of a mail that was set aside (IN-76). Refuses `already_settled`. */
export const makeItemOf = async (reading: ArrivalReading, desk: Desk, caller: Caller, arrival: Arrival) => {
  const { read, kept } = await open(reading, desk.practice.id, arrival);
  const item_id = await makeItem(reading, desk, caller, { arrival, read, kept, follows: null });
  const command = { do: 'make_item' as const, read, item_id };
  const [outcome] = await act(reading.kernel, desk, caller, arrivals, [{ id: arrival.id, command }]);
  return outcome!;
};
