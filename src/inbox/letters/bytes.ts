import type { FileRow } from '#kernel/files/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { keyOf } from '#kernel/files/rules.ts';

/** The whole content of a file that is known to be small. */
export const bytesOf = async (
  storage: Storage,
  practice: string,
  file: Pick<FileRow, 'id' | 'at'>,
): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await storage.read(keyOf(practice, file))) chunks.push(chunk);
  return Buffer.concat(chunks);
};
