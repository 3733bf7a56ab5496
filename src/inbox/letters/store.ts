import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { keptFiles, readFiles } from '#kernel/files/store.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { LetterTemplate, LetterTemplateCommand, LetterTemplateState } from './model.ts';
import { decide, evolve } from './rules.ts';

export type LetterTemplatesRoom = Room<LetterTemplateState, LetterTemplateCommand>;

export const letterTemplates: LetterTemplatesRoom = {
  name: 'letter_template',
  kinds: {
    letter_template: {
      table: 'app.letter_template',
      find: ({ template }) => template,
      births: ['letter_template.added'],
    },
    file: keptFiles((state) => state.files),
  },
  load: async (desk, wanted) => {
    const known = await readLetterTemplates(
      desk,
      wanted.map(({ id }) => id),
    );
    const all = await listLetterTemplates(desk);
    const users = await profilesOf(desk);
    const files = await readFiles(
      desk,
      wanted.flatMap(({ command }) => ('file_id' in command && command.file_id ? [command.file_id] : [])),
    );
    return new Map(
      wanted.flatMap(({ id, command }) => {
        const template = known.get(id) ?? (command.do === 'add' ? blank(id) : null);
        if (!template) return [];
        const taken = all.filter((one) => one.id !== id).map(({ name }) => name.toLowerCase());
        const profiles = users.filter(({ template: used }) => used === id).map(({ name }) => name);
        const named = 'file_id' in command ? command.file_id : undefined;
        const state = { template, files: files.filter((file) => file.id === named), around: { taken, profiles } };
        return [[id, state] as const];
      }),
    );
  },
  decide,
  evolve,
};

const blank = (id: Id): LetterTemplate => ({ id, version: 0, name: '', file_id: '', fields: [], deleted_at: null });

const TEMPLATE = sql`id, version, name, file_id, fields, deleted_at`;

/** Deleted ones too: letters were drafted on them. */
export const readLetterTemplates = async (
  { tx, practice }: Desk,
  ids: readonly Id[],
): Promise<Map<Id, LetterTemplate>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<LetterTemplate>`
    select ${TEMPLATE} from app.letter_template where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

export const listLetterTemplates = async ({ tx, practice }: Desk): Promise<LetterTemplate[]> => {
  const { rows } = await sql<LetterTemplate>`
    select ${TEMPLATE} from app.letter_template
    where practice_id = ${practice.id} and deleted_at is null order by lower(name), id`.execute(tx);
  return rows;
};

const profilesOf = async ({ tx, practice }: Desk): Promise<{ template: Id; name: string }[]> => {
  const { rows } = await sql<{ template: Id; name: string }>`
    select letter_template_id as template, name from app.document_profile
    where practice_id = ${practice.id} and letter_template_id is not null and deleted_at is null order by name`.execute(
    tx,
  );
  return rows;
};
