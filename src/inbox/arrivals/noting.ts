import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import { present } from '#kernel/access/members/who.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { OWN } from '#messages/outbox/model.ts';
import { idsAnswered, itemToken } from '#messages/replies/judging.ts';
import type { ParsedMail } from '#messages/replies/mail.ts';
import type { ItemsRoom } from '../items/store.ts';
import type { Arrival, ReadMail } from './model.ts';
import { ownWords } from './own-words.ts';

/** What an answer of a member to a notice becomes: a note of theirs, and nothing else whatever it says (IN-66). */

interface Noting {
  kernel: Kernel;
  items: ItemsRoom;
}

interface Answer {
  arrival: Arrival;
  mail: ParsedMail;
  read: ReadMail;
}

/** A note is no longer (IN-150); the whole mail is kept as it came. */
const MOST = 10_000;

/**
 * Writes the note, where the mail is from the member to whom the notice went, and its sender is verified: who is active and sees
 * the item still, by the same rule as a press. Gives whose note it is; null where the mail is one like any other.
 */
export const noteOf = async (
  { kernel, items }: Noting,
  desk: Desk,
  item: Id,
  { arrival, mail, read }: Answer,
): Promise<string | null> => {
  const words = ownWords(read.body);
  if (read.class !== 'ordinary' || read.verdict !== 'verified' || !words) return null;
  if (!itemToken(arrival.to_address) || !isOneSender(mail, read.from_address)) return null;
  const member = await toldOf(desk, { ids: idsAnswered(mail), address: read.from_address.toLowerCase() });
  const found = member && (await present(desk, member));
  if (!found) return null;
  const command = { do: 'note' as const, body: cut(words, MOST), mentions: [] };
  const [outcome] = await act(kernel, desk, { who: found.who, request_id: newId() }, items, [{ id: item, command }]);
  return outcome!.yes ? found.member.name : null;
};

/** A mail that names several senders was verified for one of them at most. */
const isOneSender = (mail: ParsedMail, address: string): boolean => {
  const [from = '', ...more] = mail.headers('from');
  const named = from.match(/[^\s<>,;:"'()]+@[^\s<>,;:"'()]+/g) ?? [];
  return !more.length && named.length > 0 && named.every((one) => one.toLowerCase() === address.toLowerCase());
};

/** The active member with exactly this address, to whom one of these messages, a notice of ours, went. */
const toldOf = async (
  { tx, practice }: Desk,
  { ids, address }: { ids: readonly string[]; address: string },
): Promise<Id | null> => {
  if (!ids.length || !address) return null;
  const { rows } = await sql<{ id: Id }>`
    select distinct m.id from app.member m
    join app.message o on o.practice_id = m.practice_id and o.id = any(${ids}::uuid[]) and o.key like ${`${OWN}notice:%`}
      and o.recipients -> 0 -> 'record' ->> 'id' = m.id::text
    where m.practice_id = ${practice.id} and lower(m.email) = ${address} and m.state = 'active'`.execute(tx);
  return rows.length === 1 ? rows[0]!.id : null;
};
