import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { keptFiles, readFiles } from '#kernel/files/store.ts';
import type { Kept, Room } from '#kernel/loop/room.ts';
import type { Signature, SignatureCommand, SignatureState } from './model.ts';
import { decide, evolve, MANAGES } from './rules.ts';

export type SignaturesRoom = Room<SignatureState, SignatureCommand>;

export const signatures: SignaturesRoom = {
  name: 'signature',
  kinds: {
    signature: {
      table: 'app.signature',
      find: ({ signature, before }, id) => [signature, before].find((one) => one?.id === id) ?? undefined,
    },
    file: keptFiles((state) => state.files),
  },
  load: async (desk, wanted, who) => {
    const known = await readSignatures(
      desk,
      wanted.map(({ id }) => id),
    );
    const mine = wanted.some(({ command }) => command.do === 'set') ? await ownSignature(desk, who) : null;
    const states = wanted.flatMap(({ id, command }) => {
      const signature = known.get(id) ?? (command.do === 'set' ? blank(id) : null);
      return signature ? [{ signature, before: command.do === 'set' ? mine : null, command }] : [];
    });
    const files = await readFiles(
      desk,
      states.flatMap(({ signature, before, command }) =>
        [signature.file_id, before?.file_id, command.do === 'set' ? command.file_id : null].filter(
          (id): id is Id => !!id,
        ),
      ),
    );
    return new Map(states.map(({ signature, before }) => [signature.id, { signature, before, files }]));
  },
  decide,
  evolve,
};

const blank = (id: Id): Signature => ({ id, version: 0, member_id: '', file_id: '', used: false, removed_at: null });

/** For the `kinds` of a room whose things bear signatures: `signature: keptSignatures((state) => state.signature)`. */
export const keptSignatures = <S extends object>(signatureOf: (state: S) => Signature | null | undefined): Kept<S> => ({
  table: 'app.signature',
  find: (state, id) => {
    const one = signatureOf(state);
    return one?.id === id ? one : undefined;
  },
});

const SIGNATURE = sql`s.id, s.version, s.member_id, s.file_id, s.used, s.removed_at`;

/** Removed ones too: letters bear them. */
export const readSignatures = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Signature>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Signature>`
    select ${SIGNATURE} from app.signature s where s.practice_id = ${practice.id} and s.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** What members sign with now; without an entry whoever has no picture. */
export const signaturesOf = async ({ tx, practice }: Desk, members: readonly Id[]): Promise<Map<Id, Signature>> => {
  if (!members.length) return new Map();
  const { rows } = await sql<Signature>`
    select ${SIGNATURE} from app.signature s
    where s.practice_id = ${practice.id} and s.member_id = any(${members}) and s.removed_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.member_id, row]));
};

export const ownSignature = async (desk: Desk, { member_id }: Who): Promise<Signature | null> =>
  member_id ? ((await signaturesOf(desk, [member_id])).get(member_id) ?? null) : null;

/** All that members sign with now. */
export const listSignatures = async ({ tx, practice }: Desk): Promise<Signature[]> => {
  const { rows } = await sql<Signature>`
    select ${SIGNATURE} from app.signature s
    where s.practice_id = ${practice.id} and s.removed_at is null order by s.member_id`.execute(tx);
  return rows;
};

/** Whose they are, and whoever manages members. */
export const seenSignatures = async (desk: Desk, who: Who, ids: readonly Id[]): Promise<Set<Id>> => {
  const known = [...(await readSignatures(desk, ids)).values()];
  const all = can(who, MANAGES) === null;
  return new Set(known.filter(({ member_id }) => all || member_id === who.member_id).map(({ id }) => id));
};
