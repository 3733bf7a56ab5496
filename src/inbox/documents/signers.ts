import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Signature } from '../signatures/model.ts';
import { readSignatures, signaturesOf } from '../signatures/store.ts';
import type { Correspondence } from './model.ts';

/** Who signs a letter, by name and picture (IN-116). */
export interface Signer {
  name: string;
  /** Null: the name stands there. */
  signature: Signature | null;
}

/** How these members sign now. */
export const signersOf = async (desk: Desk, members: readonly Id[]): Promise<Map<Id, Signer>> => {
  if (!members.length) return new Map();
  const { tx, practice } = desk;
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.member where practice_id = ${practice.id} and id = any(${members})`.execute(tx);
  const pictures = await signaturesOf(desk, members);
  return new Map(rows.map(({ id, name }) => [id, { name, signature: pictures.get(id) ?? null }]));
};

/**
 * How a letter is signed: as its approver signed when they approved; before that with the name of whoever is to, and where nobody
 * need, of whoever prepared it. A picture that is not under it yet is shown to nobody but whose it is.
 */
export const signerOf = async (
  desk: Desk,
  { letter, viewer }: { letter: Correspondence; viewer: Id | undefined },
): Promise<Signer> => {
  if (letter.signed) {
    const { name, signature_id } = letter.signed;
    const known = await readSignatures(desk, signature_id ? [signature_id] : []);
    return { name, signature: known.get(signature_id ?? '') ?? null };
  }
  const { tx, practice } = desk;
  const { rows } = await sql<{ id: Id; name: string; waits: boolean }>`
    select m.id, m.name, d.state = 'awaiting_approval' as waits from app.document d
    left join app.item i on i.practice_id = d.practice_id and i.id = d.item_id and i.deleted_at is null
    join app.member m on m.practice_id = d.practice_id
      and 'member:' || m.id = coalesce(i.decided_by, 'member:' || i.assignee_id, d.prepared_by)
    where d.practice_id = ${practice.id} and d.id = ${letter.document_id}`.execute(tx);
  const [one] = rows;
  if (!one) return { name: practice.name, signature: null };
  const own = one.waits && one.id === viewer ? (await signaturesOf(desk, [one.id])).get(one.id) : undefined;
  return { name: one.name, signature: own ?? null };
};
