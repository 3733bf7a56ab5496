import type { Id } from '#ground/id.ts';
import type { Effect } from '#kernel/decision/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { REMOVE_BYTES } from '#kernel/files/rules.ts';

/** Where the bytes of a mail stand, by the id of its row; no year is theirs, since the id is known before the time (PL-110). */
export const keyOfMail = (practice: Id, id: Id): string => `${practice}/0000/${id}`;

/** Synced when it resolves. Bytes that stand there already are the same mail's (ME-79). */
export const keepRaw = async (
  storage: Storage,
  { practice, id, raw }: { practice: Id; id: Id; raw: Uint8Array },
): Promise<void> => {
  const taken = await storage.take(keyOfMail(practice, id), [raw] as unknown as AsyncIterable<Uint8Array>);
  try {
    await taken.keep();
  } finally {
    await taken.drop();
  }
};

export const rawOf = async (storage: Storage, practice: Id, id: Id): Promise<Uint8Array> =>
  new Uint8Array(await new Response(await storage.read(keyOfMail(practice, id))).arrayBuffer());

/** What takes the bytes of these mails away after the transaction, since files are in none (PL-S25). */
export const removingRaw = (practice: Id, ids: readonly Id[]): Extract<Effect, { do: 'queue' }>[] =>
  ids.map((id) => ({ do: 'queue', queue: 'act', name: REMOVE_BYTES, data: { key: keyOfMail(practice, id) } }));
