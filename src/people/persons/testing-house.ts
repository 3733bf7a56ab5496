import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { contactsApi } from '#people/contacts/api.ts';
import { contactsRoom } from '#people/contacts/store.ts';
import { customFieldsApi } from '#people/fields/api.ts';
import { customFields } from '#people/fields/store.ts';
import { tagsApi } from '#people/tags/api.ts';
import { tags } from '#people/tags/store.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { personApi } from './api.ts';
import { linkedPersons } from './linked.ts';
import { NO_ROOMS_ABOVE, type PersonsPort } from './port.ts';
import { readable } from './reach.ts';
import { roleHoldingsApi } from './roles-api.ts';
import { personsRoom } from './store.ts';
import { personVerbsApi } from './verbs-api.ts';

/** For tests: a house with the rooms of people, and a port to the rooms above whose answers a test may set. */
export const usePeople = () => {
  const port: PersonsPort<Desk> = { ...NO_ROOMS_ABOVE };
  const room = personsRoom(port);
  const contacts = contactsRoom(linkedPersons(port));
  const house = useTestHouse([tags, customFields, contacts, room]);
  const apis = (kernel: Kernel) => {
    const door = { kernel, port, room };
    const seen = (desk: Desk, who: Who) => readable(desk, who, port);
    return [
      tagsApi(kernel),
      customFieldsApi(kernel),
      contactsApi({ kernel, port: linkedPersons(port), room: contacts, seen }),
      personApi(door, 'prospect'),
      personApi(door, 'client'),
      personVerbsApi(door),
      roleHoldingsApi(door),
    ];
  };
  return {
    house,
    port,
    room,
    contacts,
    /** A practice of its own, and the API as its manager; `as` calls it as somebody else. */
    begin: async (options: Parameters<typeof testPractice>[1] = {}) => {
      const practice = await testPractice(house.kernel, options);
      const as = (who: Who) => testApi(house.kernel, practice, apis(house.kernel), who);
      return { practice, api: as(testWho('Manager')), as };
    },
    atDesk: <T>(practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
      inPractice(house.kernel.db, practice, work),
  };
};

/** A member that exists, as `app.member` knows them. */
export const testMember = (
  { kernel }: { kernel: Kernel },
  practice: Id,
  { name, state = 'active', id = newId() }: { name: string; state?: string; id?: Id },
): Promise<Id> =>
  inPractice(kernel.db, practice, async ({ tx, now }) => {
    await sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, created_at, created_by)
      values (${practice}, ${id}, 1, ${name}, ${name.toLowerCase()}, ${`${name.toLowerCase()}@tern.example`},
        '00000000-0000-7000-8000-000000000003', ${state}, ${now}, 'operator')`.execute(tx);
    return id;
  });
