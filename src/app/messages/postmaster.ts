import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { keepRaw, keyOfMail } from '#messages/replies/raw.ts';
import type { House } from '../house.ts';

/** Under this id stand the files that belong to no practice. */
export const NOBODY: Id = '00000000-0000-0000-0000-000000000000';

/** A mail to the postmaster: its bytes are synced and its row is committed when this resolves (IN-54). */
export const keepForOperator = async (
  { engine, files }: Pick<House, 'engine' | 'files'>,
  { raw, sender }: { raw: Uint8Array; sender: string },
): Promise<void> => {
  const id = newId();
  await keepRaw(files.storage, { practice: NOBODY, id, raw });
  await sql`insert into meta.postmaster_mail (id, sender, size_bytes) values (${id}, ${sender}, ${raw.length})`.execute(
    engine,
  );
};

export interface OperatorMail {
  received_at: Instant;
  sender: string;
  size_bytes: number;
  /** Below the folder of files. */
  file: string;
}

/** The newest first. */
export const mailOfOperator = async ({ engine }: Pick<House, 'engine'>): Promise<OperatorMail[]> => {
  const { rows } = await sql<Omit<OperatorMail, 'file'> & { id: Id }>`
    select id, received_at, sender, size_bytes from meta.postmaster_mail order by received_at desc limit 1000`.execute(
    engine,
  );
  return rows.map(({ id, ...row }) => ({ ...row, file: keyOfMail(NOBODY, id) }));
};
