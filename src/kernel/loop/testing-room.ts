import { sql } from 'kysely';
import pg from 'pg';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Facts } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  notAllowed,
  notFound,
  ref,
  refused,
  undoable,
} from '#kernel/decision/rules.ts';
import type { Room } from './room.ts';

/** A small room for the kernel's own tests: notes that are counted, renamed, assigned, found and woken. */
export interface Note {
  id: Id;
  version: number;
  title: string;
  code: string | null;
  phone: string | null;
  count: number;
  owner_id: Id | null;
  /** Each time it woke, as the practice's clock stood. */
  woken: Instant[];
  every_ms: number;
  times: number;
  deleted_at: Instant | null;
}

export type NoteCommand =
  | { do: 'make'; title: string; code?: string; phone?: string; owner_id?: Id; count?: number }
  | { do: 'rename'; title: string }
  | { do: 'call'; phone: string }
  | { do: 'add'; n: number }
  | { do: 'sleep' }
  /** Wakes at `at`, and then `times` times more after `every_ms` each. */
  | { do: 'arm'; at: Instant; every_ms?: number; times?: number }
  | { do: 'give'; owner_id: Id }
  | { do: 'wake' };

interface State {
  note: Note;
}

const blank = (id: Id): Note => ({
  id,
  version: 0,
  title: '',
  code: null,
  phone: null,
  count: 0,
  owner_id: null,
  woken: [],
  every_ms: 0,
  times: 0,
  deleted_at: null,
});

const told = ({ note }: State, verb: string, facts: Facts, context: Context): Event => ({
  verb: `note.${verb}`,
  thing: ref('note', note.id),
  facts,
  ...undoable(context),
});

const decide = (state: State, command: NoteCommand, context: Context): Decision => {
  const { note } = state;
  if (command.do !== 'make' && (note.version === 0 || note.deleted_at)) return notFound();
  const facts = { assigned_to: note.owner_id ? [note.owner_id] : [] };
  const no = command.do === 'make' || command.do === 'wake' ? null : can(context.who, writes('people'), facts);
  if (no) return no;
  switch (command.do) {
    case 'make': {
      const { do: _, ...fields } = command;
      return accept([told(state, 'made', creation(fields), context)]);
    }
    case 'rename': {
      if (note.title === 'locked') return refused('locked', 'A locked note keeps its name.');
      if (command.title === 'forbidden') return notAllowed('Nobody may call a note that.');
      const change = difference<Note>(note, { title: command.title });
      return accept(Object.keys(change).length ? [told(state, 'renamed', change, context)] : []);
    }
    case 'call':
      return accept([told(state, 'called', difference<Note>(note, { phone: command.phone }), context)]);
    case 'add':
      return accept([told(state, 'counted', { count: [note.count, note.count + command.n] }, context)]);
    case 'give':
      return accept(
        [told(state, 'given', difference<Note>(note, { owner_id: command.owner_id }), context)],
        [
          {
            do: 'notify',
            member: command.owner_id,
            verb: 'note.given',
            thing: ref('note', note.id),
            title: `«${note.title}» is yours now`,
            url: `/notes/${note.id}`,
          },
        ],
      );
    case 'sleep':
      return accept([], [{ do: 'sleep', room: 'note', thing: note.id }]);
    case 'arm': {
      const change = difference<Note>(note, { every_ms: command.every_ms ?? 0, times: command.times ?? 0 });
      return accept(Object.keys(change).length ? [told(state, 'armed', change, context)] : [], [
        { do: 'wake', room: 'note', thing: note.id, at: command.at },
      ]);
    }
    case 'wake': {
      const woke = told(
        state,
        'woke',
        {
          woken: [note.woken, [...note.woken, context.now]],
          count: [note.count, note.count + 1],
          ...(note.times > 0 ? { times: [note.times, note.times - 1] as const } : {}),
        },
        context,
      );
      const at = addMilliseconds(context.now, note.every_ms);
      return accept([woke], note.times > 0 ? [{ do: 'wake', room: 'note', thing: note.id, at }] : []);
    }
  }
};

export const notes: Room<State, NoteCommand> = {
  name: 'note',
  kinds: { note: { table: 'app.note', find: (state) => state.note, personal: ['phone'], births: ['note.made'] } },
  load: async (desk, wanted) => {
    const { rows } = await sql<Note>`
      select id, version, title, code, phone, count, owner_id, woken, every_ms, times, deleted_at from app.note
      where practice_id = ${desk.practice.id} and id = any(${wanted.map(({ id }) => id)})`.execute(desk.tx);
    const found = new Map(rows.map((note) => [note.id, { note }]));
    for (const { id, command } of wanted)
      if (command.do === 'make' && !found.has(id)) found.set(id, { note: blank(id) });
    return found;
  },
  decide,
  evolve: (state, event) => ({ note: changed(state.note, event) }),
  search: ({ note }) =>
    note.deleted_at
      ? { keep: [], drop: [{ kind: 'note', thing_id: note.id }] }
      : {
          keep: [
            {
              kind: 'note',
              thing_id: note.id,
              title: note.title,
              url: `/notes/${note.id}`,
              words: [note.title],
              exact: note.code ? [note.code] : [],
              module: 'people',
              assigned: note.owner_id ? [note.owner_id] : [],
            },
          ],
          drop: [],
        },
};

/** The notes' table, fenced like any other, in the test's own database. */
export const makeNotes = async (ownerUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      create table app.note (
        practice_id uuid not null, id uuid not null, version int not null, title text not null, code text, phone text,
        count int not null default 0, owner_id uuid, woken jsonb not null default '[]', every_ms bigint not null default 0,
        times int not null default 0, deleted_at timestamptz(3), created_at timestamptz(3) not null, created_by text not null,
        primary key (practice_id, id));
      select app.fence('app.note');`);
  } finally {
    await client.end();
  }
};
