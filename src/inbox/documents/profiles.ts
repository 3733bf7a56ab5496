import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import { usableVersions } from '#messages/templates/store.ts';
import { listLetterTemplates } from '../letters/store.ts';
import type { Profile, ProfileCommand, ProfileState } from './model.ts';
import { decideProfile, evolveProfile } from './profile-rules.ts';

/** How sorts of documents are dealt with. */
export const profilesRoom: Room<ProfileState, ProfileCommand> = {
  name: 'document_profile',
  kinds: {
    document_profile: {
      table: 'app.document_profile',
      find: ({ profile }) => profile,
      births: ['document_profile.added'],
    },
  },
  load: async (desk, wanted) => {
    const known = await readProfiles(
      desk,
      wanted.map(({ id }) => id),
    );
    const all = await listProfiles(desk);
    const members = await activeMembers(desk);
    const papers = new Set((await listLetterTemplates(desk)).map(({ id }) => id));
    const named = (
      { id, command }: (typeof wanted)[number],
      field: 'message_template_id' | 'letter_template_id',
    ): Id | null | undefined => (field in command ? (command as Partial<Profile>)[field] : known.get(id)?.[field]);
    const usable = await usableVersions(
      desk,
      wanted.flatMap((want) => named(want, 'message_template_id') ?? []),
    );
    return new Map(
      wanted.flatMap((want) => {
        const { id, command } = want;
        const profile = known.get(id) ?? (command.do === 'add' ? blankProfile(id) : null);
        if (!profile) return [];
        const taken = all.filter((one) => one.id !== id).map(({ name }) => name.toLowerCase());
        const email = usable.get(named(want, 'message_template_id') ?? '');
        const paper = papers.has(named(want, 'letter_template_id') ?? '');
        return [[id, { profile, around: { taken, members, usable: !!email, paper } }] as const];
      }),
    );
  },
  decide: decideProfile,
  evolve: evolveProfile,
};

const PROFILE = sql`id, version, name, send_for_approval, approver, variance, four_eyes, four_eyes_above, file_only,
  message_template_id, letter_template_id, auto_send, "on", deleted_at`;

const blankProfile = (id: Id): Profile => ({
  id,
  version: 0,
  name: '',
  send_for_approval: true,
  approver: null,
  variance: null,
  four_eyes: 'off',
  four_eyes_above: null,
  file_only: false,
  message_template_id: null,
  letter_template_id: null,
  auto_send: false,
  on: true,
  deleted_at: null,
});

/** Deleted ones too: documents refer to them. */
export const readProfiles = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Profile>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Profile>`
    select ${PROFILE} from app.document_profile where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

export const listProfiles = async ({ tx, practice }: Desk): Promise<Profile[]> => {
  const { rows } = await sql<Profile>`
    select ${PROFILE} from app.document_profile
    where practice_id = ${practice.id} and deleted_at is null order by lower(name), id`.execute(tx);
  return rows;
};

const activeMembers = async ({ tx, practice }: Desk): Promise<ReadonlySet<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${practice.id} and state = 'active'`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};
