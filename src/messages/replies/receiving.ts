import { createHash } from 'node:crypto';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import { act, perform } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { keepRaw } from './raw.ts';
import { replies, replyId } from './store.ts';

export const machine = (): Caller => ({ who: systemWho('replies'), request_id: newId() });

/** An inbound text: stored once, before anything is decided (ME-79). The same provider id again changes nothing. */
export const receiveText = async (
  kernel: Kernel,
  practice: Id,
  text: { provider_id: string; from: string; to: string; body: string },
): Promise<void> => {
  const { provider_id, from, to, body } = text;
  const id = replyId(practice, 'sms', provider_id);
  const arrived = {
    channel: 'sms' as const,
    provider_id,
    from_address: from,
    to_address: to,
    return_path: null,
    bytes: Buffer.byteLength(body),
    body,
  };
  await perform(kernel, { practice_id: practice, caller: machine() }, replies, {
    id,
    command: { do: 'receive', arrived },
  });
};

export interface ArrivedMail {
  raw: Uint8Array;
  /** The envelope: who sends, empty for reports, and one recipient of ours. */
  return_path: string;
  to: string;
}

/** A mail: its bytes are synced and its row is committed when this resolves; the same Message-ID again changes nothing (ME-79). */
export const receiveMail = async (
  { kernel, storage }: { kernel: Kernel; storage: Storage },
  practice: Id,
  mail: ArrivedMail,
): Promise<void> => {
  const wanted = asReply(practice, mail);
  await keepRaw(storage, { practice, id: wanted.id, raw: mail.raw });
  await perform(kernel, { practice_id: practice, caller: machine() }, replies, wanted);
};

/** A mail that came in at the inbox and answers a message of ours, in the transaction that settles it there (IN-65). */
export const handOn = async (
  { kernel, storage }: { kernel: Kernel; storage: Storage },
  desk: Desk,
  mail: ArrivedMail,
): Promise<void> => {
  const wanted = asReply(desk.practice.id, mail);
  await keepRaw(storage, { practice: desk.practice.id, id: wanted.id, raw: mail.raw });
  await act(kernel, desk, machine(), replies, [wanted]);
};

const asReply = (practice: Id, { raw, return_path, to }: ArrivedMail) => {
  const provider_id = messageIdIn(raw) ?? createHash('sha256').update(raw).digest('hex');
  const arrived = {
    channel: 'email' as const,
    provider_id,
    from_address: return_path.toLowerCase(),
    to_address: to.toLowerCase(),
    return_path,
    bytes: raw.length,
    body: '',
  };
  return { id: replyId(practice, 'email', provider_id), command: { do: 'receive' as const, arrived } };
};

/** Of the head alone: the first empty line ends it. */
export const messageIdIn = (raw: Uint8Array): string | null => {
  const start = Buffer.from(raw.subarray(0, 65_536)).toString('latin1');
  const head = start.split(/\r?\n\r?\n/, 1)[0]!;
  const found = /^message-id\s*:\s*(?:\r?\n[ \t]+)?<?([^\s<>]{1,500})>?/im.exec(head)?.[1];
  return found?.replaceAll('\0', '') || null;
};
