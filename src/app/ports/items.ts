import { approvalFacts } from '#inbox/documents/store.ts';
import type { ItemsPort } from '#inbox/items/port.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { readablePersons } from '#people/persons/reach.ts';
import { peoplePort } from './people.ts';
import { subjects } from './subjects.ts';

/** What the inbox knows of the clients its items are about (PL-31). */
export const itemsPort: ItemsPort<Desk> = {
  clients: async (desk, ids) => {
    const found = ids.length ? await subjects.facts.person(desk, ids) : new Map();
    return new Map(
      [...found].map(([id, { name, roles, restricted }]) => [
        id,
        { id, name, roles_held_by: Object.values(roles) as string[], restricted },
      ]),
    );
  },
  documents: approvalFacts,
  readable: (desk, who, ids) => readablePersons(desk, who, ids, peoplePort),
};
