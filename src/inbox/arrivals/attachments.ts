import { createHash } from 'node:crypto';
import { derivedId } from '#ground/derived-id.ts';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { sniffer } from '#kernel/files/content.ts';
import type { FileCommand } from '#kernel/files/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { cleanName, endingOf, keyOf } from '#kernel/files/rules.ts';
import { dangerOf, isUnlikeItsEnding, typeOf } from '#kernel/files/types.ts';
import type { MailFile } from '#messages/replies/mail-parts.ts';
import type { Attachment } from './model.ts';

/** From the 101st on they stay in the raw file alone (IN-86). */
export const MOST_FILES = 100;

/** The files of a mail as they will stand on its item: their bytes are in place, their rows are not (IN-86). */
export interface Kept {
  attachments: Attachment[];
  rows: { id: Id; file: Extract<FileCommand, { do: 'bring' }>['file'] }[];
}

/**
 * Writes the files of a mail. Their ids come from the arrival, so that whoever reads the mail a second time writes no second
 * file; `at`: when the mail came, under whose year the bytes stand.
 */
export const keepFiles = async (
  storage: Storage,
  { practice, arrival, at }: { practice: Id; arrival: Id; at: Instant },
  found: readonly MailFile[],
): Promise<Kept> => {
  const kept: Kept = { attachments: [], rows: [] };
  for (const [i, { name: said, type: declared_type, content_id, bytes }] of found.slice(0, MOST_FILES).entries()) {
    const id = derivedId(practice, 'file of mail', arrival, String(i));
    const name = cleanName(said);
    const { type, careful } = lookedAt(name, bytes);
    await put(storage, keyOf(practice, { id, at }), bytes);
    kept.attachments.push({ file_id: id, name, type, bytes: bytes.length, content_id, careful });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    kept.rows.push({ id, file: { name, declared_type, type, bytes: bytes.length, sha256, at } });
  }
  return kept;
};

/** Of a mail that made no item. */
export const dropFiles = async (storage: Storage, practice: Id, { rows }: Kept): Promise<void> => {
  for (const { id, file } of rows) await storage.remove(keyOf(practice, { id, at: file.at }));
};

/** Programs, scripts, macros, and what its name contradicts (IN-87). */
const lookedAt = (name: string, bytes: Uint8Array): { type: string; careful: boolean } => {
  const looking = sniffer();
  looking.feed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const content = looking.end();
  const type = typeOf(endingOf(name), content);
  return { type, careful: !!(dangerOf(endingOf(name)) ?? content.danger) || isUnlikeItsEnding(name, type) };
};

const put = async (storage: Storage, key: string, bytes: Uint8Array): Promise<void> => {
  const taken = await storage.take(key, [bytes] as unknown as AsyncIterable<Uint8Array>);
  try {
    await taken.keep();
  } finally {
    await taken.drop();
  }
};
