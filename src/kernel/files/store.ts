import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import type { Kept, Room } from '#kernel/loop/room.ts';
import { type FileCommand, type FileRoomState, type FileRow, UNKNOWN } from './model.ts';
import { decide, evolve } from './rules.ts';

/** Files before anything took them; a room that takes files keeps their rows in its own state by `keptFiles`. */
export const files: Room<FileRoomState, FileCommand> = {
  name: 'file',
  kinds: { file: { table: 'app.file', find: ({ file }) => file, personal: ['name'] } },
  load: async (desk, wanted) => {
    const ids = wanted.map(({ id }) => id);
    const found = new Map((await readFiles(desk, ids)).map((file) => [file.id, { file }]));
    for (const { id, command } of wanted)
      if ((command.do === 'announce' || command.do === 'bring') && !found.has(id)) found.set(id, { file: blank(id) });
    return found;
  },
  decide,
  evolve,
};

const blank = (id: Id): FileRow => ({
  id,
  version: 0,
  name: '',
  declared_type: '',
  type: UNKNOWN,
  bytes: 0,
  sha256: '',
  state: 'uploading',
  thing: null,
  uploaded_by: 'operator',
  at: '',
  removed_at: null,
});

/** For the `kinds` of a room whose things take files: `file: keptFiles((state) => state.files)`. */
export const keptFiles = <S extends object>(filesOf: (state: S) => readonly FileRow[]): Kept<S> => ({
  table: 'app.file',
  find: (state, id) => filesOf(state).find((file) => file.id === id),
  personal: ['name'],
});

const COLUMNS = sql`id, version, name, declared_type, type, bytes, sha256, state, thing, uploaded_by, at, removed_at`;

export const readFiles = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<FileRow[]> => {
  if (!ids.length) return [];
  const { rows } = await sql<FileRow>`
    select ${COLUMNS} from app.file where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return rows;
};

/** The files of things, oldest first. */
export const filesOfThings = async ({ tx, practice }: Desk, things: readonly Ref[]): Promise<FileRow[]> => {
  const { rows } = await sql<FileRow>`
    select ${COLUMNS} from app.file
    where practice_id = ${practice.id} and thing = any(${things}) and state = 'ready' order by at, id`.execute(tx);
  return rows;
};
