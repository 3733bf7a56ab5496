import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { keepRaw } from '#messages/replies/raw.ts';
import { messageIdIn } from '#messages/replies/receiving.ts';
import { yes } from '../arrivals/making.ts';
import type { Arrived } from '../arrivals/model.ts';
import { machine } from '../arrivals/receiving.ts';
import { arrivals } from '../arrivals/store.ts';
import { slugOf } from '../intake/store.ts';
import { addressedTo, headOf, senderIn } from './addressed.ts';
import type { Mailbox } from './model.ts';
import { afterRound, MOST_A_ROUND, type Progress, progressIn, roundOf, searchFrom } from './polling.ts';
import { MailboxFault, type OpenFolder } from './port.ts';
import { noteDone, noteToDo, progressOf, saveProgress, type ToDo, toDo } from './progress.ts';

export interface Taking {
  kernel: Kernel;
  storage: Storage;
  /** The domain of intake addresses. */
  domain: string | null;
  /** The most that a mail may have; of a larger one the beginning is taken (IN-53). */
  maxBytes: number;
}

/** A mailbox that is open. */
export interface AtMailbox {
  practice: Id;
  mailbox: Mailbox;
  folder: OpenFolder;
}

/** So many are committed together, or so many bytes of them. */
const TOGETHER = 20;
const TOGETHER_BYTES = 8 * 1_048_576;
/** Of a mail that is too large: its head and its first 1 MB. */
const PART_BYTES = 1_048_576 + 65_536;
const MOST_SIZE = 2_147_483_647;

/** Where reading goes on in a folder that was just opened; saved at once, so that «from now on» is from now on (IN-50). */
export const begin = async ({ kernel }: Taking, { practice, mailbox, folder }: AtMailbox): Promise<Progress> =>
  inPractice(kernel.db, practice, async (desk) => {
    const before = await progressOf(desk, mailbox.id);
    const now = progressIn(before, folder, { first_days: mailbox.first_days, now: desk.now });
    if (now !== before) await saveProgress(desk, mailbox, { before, now });
    return now;
  });

/**
 * One round: what came since, at most 200, each as an arrival, and how far it was read in the same transaction (IN-49, IN-50).
 * Gives where it stands, how many it took, and whether to look for more at once. Throws MailboxFault, ReadElsewhere.
 */
export const takeRound = async (
  taking: Taking,
  at: AtMailbox,
  start: Progress,
): Promise<{ progress: Progress; taken: number; more: boolean }> => {
  const { practice, mailbox, folder } = at;
  const search = searchFrom(start);
  const found = await folder.find(search);
  const { uids, more } = roundOf(search, found);
  const sizes = uids.length ? await folder.sizes(uids) : new Map<number, number>();
  const main = await mainAddress(taking, practice);
  let progress = start;
  let taken = 0;
  let waiting: Fetched[] = [];
  const commit = async (now: Progress): Promise<void> => {
    if (now.last_uid === progress.last_uid) return;
    await save(taking, at, { fetched: waiting, before: progress, now });
    taken += waiting.length;
    progress = now;
    waiting = [];
  };
  for (const uid of uids) {
    const size = sizes.get(uid);
    const fetched = size === undefined ? null : await fetch(taking, at, { uid, size, main });
    if (fetched) waiting.push(fetched);
    const bytes = waiting.reduce((sum, { held }) => sum + held, 0);
    if (waiting.length >= TOGETHER || bytes >= TOGETHER_BYTES) await commit({ ...progress, last_uid: uid });
  }
  await commit(afterRound(progress, search, { uids, whole: uids.length === found.length }));
  await tidy(taking, at);
  return { progress, taken, more: more && mailbox.on };
};

interface Fetched {
  uid: number;
  id: Id;
  arrived: Arrived;
  large: boolean;
  /** Bytes of its raw file. */
  held: number;
}

/** Its bytes are synced when this resolves; null: it is gone. */
const fetch = async (
  { storage, maxBytes }: Taking,
  { practice, mailbox, folder }: AtMailbox,
  { uid, size, main }: { uid: number; size: number; main: string | null },
): Promise<Fetched | null> => {
  const said = size > maxBytes;
  // what a server says of a size need not be so
  const read = await folder.read(uid, said ? PART_BYTES : maxBytes + 1);
  if (!read) return null;
  const large = said || read.length > maxBytes;
  const raw = large ? read.subarray(0, PART_BYTES) : read;
  const id = newId();
  await keepRaw(storage, { practice, id, raw });
  const head = headOf(raw);
  const sender = senderIn(head);
  const to = addressedTo(head, { user: mailbox.user, main });
  const arrived = {
    way: 'imap' as const,
    mailbox_id: mailbox.id,
    verdict_host: mailbox.trusted_verdict_host,
    envelope: { from: sender, to: [to], ip: null, helo: null, tls: true },
    sender,
    to_address: to,
    message_id: messageIdIn(raw),
    size_bytes: large ? Math.min(Math.max(size, raw.length + 1), MOST_SIZE) : raw.length,
  };
  return { uid, id, arrived, large, held: raw.length };
};

/** Arrivals, how far it was read, and what is still to be done there: one transaction, so each is taken once (IN-50, IN-51). */
const save = (
  { kernel }: Taking,
  { practice, mailbox }: AtMailbox,
  { fetched, before, now }: { fetched: readonly Fetched[]; before: Progress; now: Progress },
): Promise<void> =>
  again(() =>
    inPractice(kernel.db, practice, async (desk) => {
      await saveProgress(desk, mailbox, { before, now });
      const wanted = fetched.map(({ id, arrived }) => ({ id, command: { do: 'receive' as const, arrived } }));
      if (wanted.length) yes(await act(kernel, desk, machine(), arrivals, wanted));
      // the original of what was not taken whole stays where it is (IN-53)
      const uids = fetched.filter(({ large }) => !large).map(({ uid }) => uid);
      const { after, move_to } = mailbox;
      await noteToDo(desk, mailbox.id, { uid_validity: now.uid_validity, uids, after, move_to });
    }),
  );

/** What is to be done with taken mail; what cannot be done is kept, with the server's answer, and tried again (IN-51). */
const tidy = async ({ kernel }: Taking, { practice, mailbox, folder }: AtMailbox): Promise<void> => {
  const inOne = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(kernel.db, practice, work);
  const { uid_validity } = folder;
  const open = await inOne((desk) => toDo(desk, mailbox.id, { uid_validity, most: MOST_A_ROUND }));
  for (const mine of Map.groupBy(open, ({ after, move_to }) => `${after} ${move_to}`).values()) {
    const uids = mine.map(({ uid }) => uid);
    const because = await doIt(folder, mine[0]!, uids).then(
      () => null,
      (error) => {
        if (error instanceof MailboxFault) return error.message;
        throw error;
      },
    );
    await inOne((desk) => noteDone(desk, mailbox.id, { uids, because }));
  }
};

const doIt = (folder: OpenFolder, { after, move_to }: ToDo, uids: readonly number[]): Promise<void> =>
  after === 'move' ? folder.move(uids, move_to ?? '') : folder.remove(uids);

const mainAddress = async ({ kernel, domain }: Taking, practice: Id): Promise<string | null> =>
  domain === null ? null : `${await inPractice(kernel.db, practice, slugOf)}@${domain}`;
