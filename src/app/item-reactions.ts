import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { ItemsRoom } from '#inbox/items/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { mergedBy, tell } from './reacting.ts';
import type { Reaction } from './reactions.ts';

/** What the inbox does because of another room. */
export const itemReactions = (items: ItemsRoom): readonly Reaction[] => [
  {
    // Items follow the surviving client (IN-16).
    on: /^merge\.made$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const { kind, survivor, absorbed } = mergedBy(event);
        if (kind !== 'person') continue;
        const mine = (await itemsAbout(desk, absorbed)).map((id) => follow(id, survivor));
        await tell(kernel, desk, items, mine, acts.get(idOf(event.root)));
      }
    },
  },
  {
    // Each side gets back what it had (PE-77).
    on: /^merge\.reversed$/,
    do: async (kernel, desk, events) => {
      for (const event of events) {
        const moved = await followedIn(desk, idOf(event.root));
        await tell(
          kernel,
          desk,
          items,
          moved.map(({ id, client_id }) => follow(id, client_id)),
        );
      }
    },
  },
];

const follow = (id: Id, client_id: Id) => ({ id, command: { do: 'follow', client_id } as const });

const itemsAbout = async ({ tx, practice }: Desk, client: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.item where practice_id = ${practice.id} and client_id = ${client}`.execute(tx);
  return rows.map(({ id }) => id);
};

/** The items that a merge moved and that still stand where it moved them, each with the client it had before. */
const followedIn = async ({ tx, practice }: Desk, merge: Id): Promise<{ id: Id; client_id: Id }[]> => {
  const { rows } = await sql<{ id: Id; client_id: Id }>`
    select i.id, (e.facts -> 'client_id' ->> 0)::uuid as client_id from app.event m
    join app.event e on e.practice_id = m.practice_id and e.act_id = m.act_id and e.verb = 'item.followed'
    join app.item i on i.practice_id = e.practice_id and e.thing = 'item:' || i.id and i.client_id = (e.facts -> 'client_id' ->> 1)::uuid
    where m.practice_id = ${practice.id} and m.root = ${`merge:${merge}`} and m.verb = 'merge.made'`.execute(tx);
  return rows;
};
