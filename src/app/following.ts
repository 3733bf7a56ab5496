import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { mergedBy, tell } from './reacting.ts';
import type { Reaction } from './reactions.ts';

/** What is about a client: things of one kind, with `client_id` in their row, that know the command `follow`. */
interface Following {
  room: AnyRoom;
  kind: 'item' | 'document';
  /** Which of them follow; left out: all. */
  only?: RawBuilder<boolean>;
}

/** They go with their client into a merge, and back when it is reversed (IN-16, PE-77). */
export const followingMerges = ({ room, kind, only = sql<boolean>`true` }: Following): readonly Reaction[] => [
  {
    on: /^merge\.made$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const merged = mergedBy(event);
        if (merged.kind !== 'person') continue;
        const mine = (await about(desk, kind, merged.absorbed, only)).map((id) => follow(id, merged.survivor));
        await tell(kernel, desk, room, mine, acts.get(idOf(event.root)));
      }
    },
  },
  {
    // Each side gets back what it had.
    on: /^merge\.reversed$/,
    do: async (kernel, desk, events) => {
      for (const event of events) {
        const moved = await movedBy(desk, kind, idOf(event.root));
        await tell(
          kernel,
          desk,
          room,
          moved.map(({ id, client_id }) => follow(id, client_id)),
        );
      }
    },
  },
];

const follow = (id: Id, client_id: Id) => ({ id, command: { do: 'follow', client_id } as const });

const about = async ({ tx, practice }: Desk, kind: string, client: Id, only: RawBuilder<boolean>): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from ${sql.table(`app.${kind}`)} where practice_id = ${practice.id} and client_id = ${client} and ${only}`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

/** Those that a merge moved and that still stand where it moved them, each with the client it had before. */
const movedBy = async ({ tx, practice }: Desk, kind: string, merge: Id): Promise<{ id: Id; client_id: Id }[]> => {
  const { rows } = await sql<{ id: Id; client_id: Id }>`
    select t.id, (e.facts -> 'client_id' ->> 0)::uuid as client_id from app.event m
    join app.event e on e.practice_id = m.practice_id and e.act_id = m.act_id and e.verb = ${`${kind}.followed`}
    join ${sql.table(`app.${kind}`)} t on t.practice_id = e.practice_id and e.thing = ${`${kind}:`} || t.id
      and t.client_id = (e.facts -> 'client_id' ->> 1)::uuid
    where m.practice_id = ${practice.id} and m.root = ${`merge:${merge}`} and m.verb = 'merge.made'`.execute(tx);
  return rows;
};
