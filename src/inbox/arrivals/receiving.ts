import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Storage } from '#kernel/files/port.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { keepRaw } from '#messages/replies/raw.ts';
import { messageIdIn } from '#messages/replies/receiving.ts';
import type { Envelope } from './model.ts';
import { arrivals } from './store.ts';

export const machine = (): Caller => ({ who: systemWho('mail'), request_id: newId() });

/**
 * A mail for a practice: its bytes are synced and its row is committed when this resolves, and not before (IN-45). `to`: the
 * address of this practice among the recipients. The same mail again is an arrival of its own, found to be a duplicate when
 * it is read (IN-60).
 */
export const receiveArrival = async (
  { kernel, storage }: { kernel: Kernel; storage: Storage },
  practice: Id,
  { raw, to, envelope }: { raw: Uint8Array; to: string; envelope: Envelope },
): Promise<Id> => {
  const id = newId();
  await keepRaw(storage, { practice, id, raw });
  const arrived = {
    way: 'smtp' as const,
    mailbox_id: null,
    verdict_host: null,
    envelope,
    sender: envelope.from.toLowerCase(),
    to_address: to.toLowerCase(),
    message_id: messageIdIn(raw),
    size_bytes: raw.length,
  };
  const place = { practice_id: practice, caller: machine() };
  const done = await perform(kernel, place, arrivals, { id, command: { do: 'receive', arrived } });
  if (!done.yes) throw new Error(done.because);
  return id;
};
