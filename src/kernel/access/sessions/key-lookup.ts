import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Access } from './access.ts';
import { hashOf, randomToken } from './tokens.ts';

/** A new key, shown once; only its hash is kept (PL-44). */
export const newKeyToken = (kind: 'api' | 'mcp'): string => `tm_${kind}_${randomToken()}`;

export const keepKey = async (access: Access, token: string, to: { practice_id: Id; key_id: Id }): Promise<void> => {
  await sql`insert into auth.key_lookup (hash, practice_id, key_id) values (${hashOf(token)}, ${to.practice_id}, ${to.key_id})`.execute(
    access.db,
  );
};

export const findKey = async (access: Access, token: string): Promise<{ practice_id: Id; key_id: Id } | null> => {
  const { rows } = await sql<{ practice_id: Id; key_id: Id }>`
    select practice_id, key_id from auth.key_lookup where hash = ${hashOf(token)}`.execute(access.db);
  return rows[0] ?? null;
};

export const dropKey = async (access: Access, of: { practice_id: Id; key_id: Id }): Promise<void> => {
  await sql`delete from auth.key_lookup where practice_id = ${of.practice_id} and key_id = ${of.key_id}`.execute(
    access.db,
  );
};
