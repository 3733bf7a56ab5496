import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { type ParsedMail, parseBeginning, parseMail } from '#messages/replies/mail.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { handOn } from '#messages/replies/receiving.ts';
import type { ItemsRoom } from '../items/store.ts';
import { listedSender } from '../senders/store.ts';
import { NO_TRIAGE } from '../triage/model.ts';
import { asideByRule } from '../triage/rules.ts';
import { triageOf } from '../triage/store.ts';
import { dropFiles, type Kept, keepFiles } from './attachments.ts';
import { type Belonging, belongingOf } from './belonging.ts';
import { fingerprintOf } from './fingerprint.ts';
import { asideBecause, overallOf, tagOf } from './judging.ts';
import { bringFiles, incomingOf, makeItem, yes } from './making.ts';
import type { Arrival, ReadMail, Settled } from './model.ts';
import { noteOf } from './noting.ts';
import type { SenderCheck } from './port.ts';
import { readOf, type Sender } from './readable.ts';
import { acknowledge } from './receipts.ts';
import { machine } from './receiving.ts';
import { isSetAsideSpam, isTrusted } from './spam.ts';
import { arrivals, beginTry, firstWith, readArrivals, seenAmong } from './store.ts';
import { isStorm, mailTimes } from './storms.ts';
import { threadOf } from './threads.ts';
import { unsigned } from './unsigned.ts';

export interface ArrivalReading {
  kernel: Kernel;
  storage: Storage;
  items: ItemsRoom;
  messages: MessagesRoom;
  /** The name under which our front mail server signs what it found about senders; null: nobody looked. */
  authserv: string | null;
  /** The header in which our front mail server says that a mail is unwanted; null: nobody says so (IN-70). */
  spamHeader: string | null;
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
    const begun = await inPractice(reading.kernel.db, practice, (desk) => beginTry(desk, data.arrival as Id));
    if (!begun) return;
    const { arrival, tries } = begun;
    await settleAlone(reading, practice, arrival, await open(reading, practice, arrival, tries > MOST_TRIES));
  };

/** In a transaction of its own; what brought nothing to an item leaves no files. */
export const settleAlone = async (
  reading: ArrivalReading,
  practice: Id,
  { id }: Arrival,
  opened: Opened,
): Promise<void> => {
  const { kernel, storage } = reading;
  const keeps = await again(() =>
    inPractice(kernel.db, practice, async (desk) => {
      const arrival = (await readArrivals(desk, [id])).get(id);
      return arrival?.outcome === 'received' ? settle(reading, desk, arrival, opened) : !!arrival?.attachments.length;
    }),
  );
  if (!keeps) await dropFiles(storage, practice, opened.kept);
};

/** Under which the same mail is found again (IN-60). */
export const keyOf = ({ message_id }: Arrival, { fingerprint }: ReadMail): string =>
  `${message_id ?? ''} ${fingerprint}`;

export interface Opened {
  raw: Uint8Array;
  mail: ParsedMail;
  read: ReadMail;
  kept: Kept;
}

/** Parsed outside of any transaction: a large mail takes its time. */
export const open = async (
  reading: ArrivalReading,
  practice: Id,
  arrival: Arrival,
  beginning = false,
): Promise<Opened> => {
  const { storage, domain } = reading;
  const { authserv, spamHeader } = believedOf(reading, arrival);
  const raw = await rawOf(storage, practice, arrival.id);
  const mail = beginning ? await parseBeginning(raw) : await parseMail(raw);
  const kept = await keepFiles(storage, { practice, arrival: arrival.id, at: arrival.received_at }, mail.attachments);
  const checked = beginning ? null : await senderOf(reading, arrival, { raw, from: mail.from_address });
  const read = readOf({
    mail,
    raw,
    arrival,
    authserv,
    domain,
    fingerprint: fingerprintOf(mail),
    checked,
    practice,
    spamHeader,
  });
  return { raw, mail, kept, read: { ...read, attachments: kept.attachments } };
};

/** Whose findings count: our own front mail server's for what it brought, and for what was fetched its mailbox's own (IN-68, IN-70). */
const believedOf = ({ authserv, spamHeader }: ArrivalReading, { way, verdict_host }: Arrival) =>
  way === 'imap' ? { authserv: verdict_host, spamHeader: null } : { authserv, spamHeader };

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

/**
 * In one transaction: what became of it, and whatever follows from that (inbox.md 3, «what becomes of it»). Gives whether its files
 * stay.
 */
const settle = async (reading: ArrivalReading, desk: Desk, arrival: Arrival, opened: Opened): Promise<boolean> => {
  const { read, mail, raw } = opened;
  const settled = async (became: Settled, more: Partial<ReadMail> = {}): Promise<boolean> => {
    const command = { do: 'settle' as const, read: { ...read, ...more }, settled: became };
    yes(await act(reading.kernel, desk, machine(), arrivals, [{ id: arrival.id, command }]));
    return more.attachments === undefined;
  };
  const first = await firstWith(desk, keyOf(arrival, read), arrival.id);
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
    await handOn(reading, desk, {
      raw: arrival.way === 'imap' ? unsigned(raw) : raw,
      return_path: arrival.sender,
      to: arrival.to_address,
    });
    const because = 'It answers a message that this practice sent, and stands in its conversation.';
    return settled({ outcome: 'handed_on', because, item_id: null }, { attachments: [] });
  }
  if (belongs?.to === 'item') {
    const settling = { reading, desk, settled };
    return (await noted(settling, belongs.item, { arrival, opened })) ?? joins(settling, belongs, { arrival, opened });
  }
  // an answer that finds its item is wanted, whatever a filter thinks of it
  const unwanted = isSetAsideSpam(desk, read) && rule?.list !== 'allow' && !(await isTrusted(desk, read));
  const because = asideBecause(read.class) ?? (unwanted ? 'Your mail server takes it for unwanted mail.' : null);
  if (because) return settled({ outcome: 'set_aside', because, item_id: null }, { attachments: [] });
  const triage = (await triageOf(desk))(incomingOf(arrival, read));
  if (triage.set_aside) {
    const why = asideByRule(triage.set_aside);
    return settled({ outcome: 'set_aside', because: why, item_id: null }, { attachments: [] });
  }
  const marks = await marksNow(desk, arrival, read);
  const item_id = await makeItem(reading, desk, machine(), {
    arrival,
    read: { ...read, marks },
    kept: opened.kept,
    follows: null,
    may_follow: belongs?.item ?? null,
    triage,
  });
  await acknowledge(reading, desk, { arrival, read, item: item_id });
  return settled({ outcome: 'item_made', because: null, item_id }, { marks });
};

interface Settling {
  reading: ArrivalReading;
  desk: Desk;
  settled(became: Settled, more?: Partial<ReadMail>): Promise<boolean>;
}

/** A member's answer to a notice stands as their note; null where it is a mail like any other (IN-66). */
const noted = async (
  { reading, desk, settled }: Settling,
  item: Id,
  { arrival, opened }: { arrival: Arrival; opened: Opened },
): Promise<boolean | null> => {
  const whose = await noteOf(reading, desk, item, { ...opened, arrival });
  if (!whose) return null;
  await bringFiles(reading, desk, machine(), [{ item, kept: opened.kept }]);
  return settled({ outcome: 'handed_on', because: `It answers a notice, and is a note of ${whose}.`, item_id: item });
};

/** It is added to the newest open item of the chain, or makes the next of it; what a machine says by itself makes none (IN-64, IN-72). */
const joins = async (
  { reading, desk, settled }: Settling,
  { item, known, quiet }: Extract<Belonging, { to: 'item' }>,
  { arrival, opened }: { arrival: Arrival; opened: Opened },
): Promise<boolean> => {
  const { kept, read } = opened;
  const { open, last } = await threadOf(desk, item);
  const stranger = known || quiet ? [] : (['new_sender'] as const);
  const marks = [...(await marksNow(desk, arrival, read, true)), ...stranger];
  const to = open ?? (quiet ? item : null);
  if (to) {
    const times = [arrival.received_at, ...(await mailTimes(desk, to, read.from_address))];
    const command = { do: 'hear' as const, marks: stranger, quiet, tells: !quiet && !isStorm(times) };
    yes(await act(reading.kernel, desk, machine(), reading.items, [{ id: to, command }]));
    await bringFiles(reading, desk, machine(), [{ item: to, kept }]);
    return settled({ outcome: 'added', because: null, item_id: to }, { marks });
  }
  const made = await makeItem(reading, desk, machine(), {
    arrival,
    read: { ...read, marks },
    kept,
    follows: last,
    may_follow: null,
    triage: NO_TRIAGE,
  });
  return settled({ outcome: 'item_made', because: null, item_id: made }, { marks });
};

const marksNow = async (desk: Desk, arrival: Arrival, { marks }: ReadMail, belongs = false) => [
  ...marks,
  // Another mail under the same name is no copy of it (IN-61).
  ...((await seenAmong(desk, [arrival])).size ? (['message_id_seen'] as const) : []),
  ...(!belongs && tagOf(arrival.to_address).token ? (['unknown_reply_address'] as const) : []),
];

/** A member makes an item of a mail that was set aside (IN-76). Refuses `already_settled`. */
export const makeItemOf = async (reading: ArrivalReading, desk: Desk, caller: Caller, arrival: Arrival) => {
  const { read, kept } = await open(reading, desk.practice.id, arrival);
  const triage = (await triageOf(desk))(incomingOf(arrival, read));
  const item_id = await makeItem(reading, desk, caller, {
    arrival,
    read,
    kept,
    follows: null,
    may_follow: null,
    triage,
  });
  const command = { do: 'make_item' as const, read, item_id };
  const [outcome] = await act(reading.kernel, desk, caller, arrivals, [{ id: arrival.id, command }]);
  return outcome!;
};
