import type { Desk } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import type { MessageCommand } from '#messages/outbox/model.ts';
import { bounceToken, idsAnswered, idsQuoted, isAuthentic, kindOf, replyToken, reportIn } from './judging.ts';
import type { ParsedMail } from './mail.ts';
import { type Answered, lastWritten, messageNamed, threadOf } from './matching.ts';
import type { MatchedBy, Read, Reply } from './model.ts';
import { machine } from './receiving.ts';
import { type Reading, settle } from './settling.ts';

/** Decides a mail that came in: a person's answer, an automatic one, or a report about a message of ours (ME-80 … ME-84). */
export const readMail = async (reading: Reading, desk: Desk, reply: Reply, mail: ParsedMail): Promise<void> => {
  const kind = kindOf(mail, reply.return_path);
  const read = readOf(mail, reading.authserv);
  if (kind === 'person') {
    const found = await answeredBy(desk, mail, read, reply.to_address);
    const at = { channel: 'email' as const, address: read.from_address, ours: reply.to_address };
    const matched = found && { ...found, thread: threadOf(found.message, at) };
    return settle(reading, desk, reply, { kind, keyword: null, read, matched, quiet: false });
  }
  const message = await messageNamed(desk, [...tokensOf(reply), ...idsQuoted(mail), ...idsAnswered(mail)]);
  const command = message && whatBecame(kind, mail, message, reply);
  const about = kind === 'automatic' || command ? message : null;
  const matched = about && {
    by: (tokensOf(reply).includes(about.id) ? 'token' : 'message_id') as MatchedBy,
    message: about,
    thread: threadOf(about, { channel: 'email', address: about.address, ours: reply.to_address }),
  };
  await settle(reading, desk, reply, { kind, keyword: null, read, matched, quiet: true });
  if (command && about) await act(reading.kernel, desk, machine(), reading.messages, [{ id: about.id, command }]);
};

const tokensOf = (reply: Reply): string[] => {
  const token = bounceToken(reply.to_address);
  return token ? [token] : [];
};

/** Of an answer; the whole stands in the raw file. */
const MOST_TEXT = 200_000;

const readOf = (mail: ParsedMail, authserv: string | null): Read => ({
  from_address: mail.from_address,
  from_name: mail.from_name,
  subject: mail.subject,
  body: mail.text.slice(0, MOST_TEXT).toWellFormed(),
  html: mail.html,
  attachments: mail.attachments.map(({ name, type, size }) => ({ name, type, size })),
  unread_because: mail.unread_because,
  authenticated: isAuthentic(mail.headers('authentication-results'), authserv, mail.from_address),
});

/** The message that a person answers: named by its id, else by the address it was sent to, else the last one to an authentic sender known to one client alone. */
const answeredBy = async (
  desk: Desk,
  mail: ParsedMail,
  { from_address, authenticated }: Read,
  to: string,
): Promise<{ by: MatchedBy; message: Answered } | null> => {
  const named = await messageNamed(desk, idsAnswered(mail));
  if (named) return { by: 'message_id', message: named };
  const token = replyToken(to);
  const meant = token && (await messageNamed(desk, [token]));
  if (meant) return { by: 'token', message: meant };
  if (!authenticated || !(await belongsToOne(desk, from_address))) return null;
  const last = await lastWritten(desk, { channel: 'email', address: from_address });
  return last && { by: 'sender', message: last };
};

const belongsToOne = async (desk: Desk, address: string): Promise<boolean> => {
  const holders = await holdersOf(desk, [{ id: 'sender', channel: 'email', address }]);
  return new Set((holders.get('sender') ?? []).map(({ person_id }) => person_id)).size === 1;
};

/** What a report says of a message, where it is about somebody we wrote to (ME-84); null when it is filed only. */
const whatBecame = (
  kind: 'automatic' | 'bounce' | 'complaint',
  mail: ParsedMail,
  message: Answered,
  { received_at: at }: Reply,
): MessageCommand | null => {
  if (kind === 'complaint') return { do: 'complained', at };
  const report = kind === 'bounce' ? reportIn(mail) : null;
  if (!report) return null;
  const address = report.recipient ?? message.address;
  if (!message.recipients.some((one) => one.address.toLowerCase() === address)) return null;
  if (report.action === 'delivered' || report.action === 'relayed') return { do: 'delivered', at };
  // Still tried: what becomes of it is told later.
  if (report.action !== 'failed') return null;
  const hard = report.status.startsWith('5');
  return {
    do: 'bounced',
    at,
    bounce: { kind: hard ? 'hard' : 'soft', address, code: report.status, text: report.text },
  };
};
