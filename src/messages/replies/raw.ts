import type { Id } from '#ground/id.ts';
import type { Storage } from '#kernel/files/port.ts';

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
