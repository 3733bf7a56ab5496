import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { capturedRemoval } from '#connectors/folder/removing.ts';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Storage } from '#kernel/files/port.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { lettersFolder } from './capture/folder.ts';

/** Where what a practice has lies beside the database. */
export interface Kept {
  kernel: Kernel;
  storage: Storage;
  dataDir: string;
}

/**
 * Takes away what a practice that is to go has beside the database: its files, raw mails, and what the delivery folder holds of its
 * messages and letters. Before its rows, which say what there is; a process that dies in between begins again.
 */
export const forgetBytes = async ({ kernel, storage, dataDir }: Kept, practice: Id): Promise<void> => {
  const messages = await inPractice(kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id }>`select id from app.message where practice_id = ${practice}`.execute(tx);
    return rows.map(({ id }) => id);
  });
  const [, removeCaptured] = capturedRemoval(dataDir);
  if (messages.length) await removeCaptured(undefined, [{ messages }]);
  await rm(lettersFolder(dataDir, practice), { recursive: true, force: true });
  await storage.removeAll(practice);
};
