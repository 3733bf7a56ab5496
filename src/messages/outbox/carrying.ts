import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { keyOf } from '#kernel/files/rules.ts';
import { readFiles } from '#kernel/files/store.ts';
import type { MachineCommand, Message } from './model.ts';
import type { Attachment } from './port.ts';

/** The files of messages that are about to leave. */

interface Carried {
  file_id: Id;
  name: string;
  /** Where its bytes are; null: they are gone. */
  key: string | null;
}
export type FilesAtHand = ReadonlyMap<Id, readonly Carried[]>;

/** By message; one whose bytes are not there is known before an attempt begins (ME-31). */
export const filesAtHand = async (
  desk: Desk,
  storage: Storage,
  given: readonly { message: Id }[],
): Promise<FilesAtHand> => {
  const messages = await withFiles(
    desk,
    given.map(({ message }) => message),
  );
  const rows = await readFiles(
    desk,
    messages.flatMap(({ attachments }) => attachments.map(({ file_id }) => file_id)),
  );
  const keys = new Map<Id, string>();
  for (const row of rows) {
    const key = keyOf(desk.practice.id, row);
    if (isKept(row) && (await storage.has(key))) keys.set(row.id, key);
  }
  return new Map(
    messages.map(({ id, attachments }) => [
      id,
      attachments.map(({ file_id, name }) => ({ file_id, name, key: keys.get(file_id) ?? null })),
    ]),
  );
};

const isKept = ({ state }: FileRow): boolean => state === 'ready';

const withFiles = async ({ tx, practice }: Desk, ids: readonly Id[]) =>
  (
    await sql<Pick<Message, 'id' | 'attachments'>>`
      select id, attachments from app.message
      where practice_id = ${practice.id} and id = any(${ids}) and attachments <> '[]'`.execute(tx)
  ).rows;

/** What a message that lacks a file is told instead of to leave. */
export const lackOf = (files: FilesAtHand, message: Id, attempt: number): MachineCommand | null => {
  const gone = files.get(message)?.find(({ key }) => key === null);
  return gone ? { do: 'lacks', attempt, file: gone.name } : null;
};

/** The files themselves, as they go along with the mail. */
export const bytesOf = async (
  files: FilesAtHand,
  storage: Storage,
  { id, attachments }: Message,
): Promise<Attachment[]> => {
  const carried: Attachment[] = [];
  for (const { file_id, name, type } of attachments) {
    const key = files.get(id)?.find((one) => one.file_id === file_id)?.key;
    if (key) carried.push({ name, type, bytes: await allOf(await storage.read(key)) });
  }
  return carried;
};

const allOf = async (source: ReadableStream<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};
