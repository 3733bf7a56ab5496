import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { bounceToken, idsAnswered, idsQuoted, itemToken, replyToken } from '#messages/replies/judging.ts';
import type { ParsedMail } from '#messages/replies/mail.ts';
import { messageNamed } from '#messages/replies/matching.ts';
import { itemWithToken } from '../items/tokens.ts';
import type { Arrival, MailClass, ReadMail } from './model.ts';
import { idsIn, isCorrespondent, itemAnswered, itemWithMail } from './threads.ts';

/** What a mail belongs to that is there already; nothing, or a guess, makes an item of its own (IN-62 … IN-65). */
export type Belonging =
  /** A conversation with somebody about something else. */
  | { to: 'message' }
  /** An item. `known`: its sender has to do with it; `quiet`: nobody wrote it. */
  | { to: 'item'; item: Id; known: boolean; quiet: boolean }
  /** It names a mail of an item with which its sender has nothing to do: a person shall say whether it goes on with that (IN-63). */
  | { to: 'guess'; item: Id }
  | null;

/** Mail that a machine sends by itself because of one it got (IN-72). */
const ANSWERED_BY_ITSELF = new Set<MailClass>(['auto_reply', 'receipt', 'bounce']);

/**
 * By the token of the address it came to, whoever sent it; else by a message of ours that it names, and by the mails that it
 * answers, where its sender has to do with that item. What a machine says of a message of ours stands with that message (IN-73).
 */
export const belongingOf = async (
  desk: Desk,
  { to_address }: Arrival,
  mail: ParsedMail,
  read: ReadMail,
): Promise<Belonging> => {
  if (read.class === 'loop') return null;
  const sender = read.from_address.toLowerCase();
  const quiet = ANSWERED_BY_ITSELF.has(read.class);
  const on = async (id: Id) => {
    return { to: 'item', item: id, known: await isCorrespondent(desk, id, sender), quiet } as const;
  };
  const token = itemToken(to_address);
  const item = token && (await itemWithToken(desk, token));
  const named = await messageNamed(desk, namedIn(to_address, mail, read));
  if (item) return named && read.class === 'bounce' ? { to: 'message' } : on(item);
  if (named && (!named.item_id || quiet)) return { to: 'message' };
  if (named?.item_id) {
    const found = await on(named.item_id);
    if (replyToken(to_address) === named.id || found.known) return found;
  }
  if (quiet) return null;
  const ids = idsIn(mail);
  const answered = await itemAnswered(desk, { ids, sender });
  if (answered) return { to: 'item', item: answered, known: true, quiet: false };
  const guess = named?.item_id ?? (await itemWithMail(desk, ids));
  return guess ? { to: 'guess', item: guess } : null;
};

/** The messages of ours that it names: by the address it came to, by what it answers, and a report by what it quotes (IN-65, IN-73). */
const namedIn = (to: string, mail: ParsedMail, { class: kind }: ReadMail): Id[] => {
  const token = replyToken(to) ?? bounceToken(to);
  const quoted = kind === 'bounce' || kind === 'receipt' ? idsQuoted(mail) : [];
  return [...(token ? [token] : []), ...idsAnswered(mail), ...quoted];
};
