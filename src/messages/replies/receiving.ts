import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
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
