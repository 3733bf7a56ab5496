import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import type { Place } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { GivenLink } from '#people/contacts/model.ts';
import { type ContactsRoom, contactsOnlyOf, linksOfPersons, readLinks } from '#people/contacts/store.ts';
import { forgetTraces } from '#people/fields/erasing.ts';
import { found, type PersonsDoor, shownNow } from './access.ts';
import type { ShownPerson } from './present.ts';
import { recordsOf } from './reach.ts';

/**
 * Erases a person, all it absorbed, and the contacts it does not share, with the personal values of their events: one act, one
 * transaction (PE-29). What higher rooms keep of the person they erase on `person.erased`. It cannot be undone.
 */
export const eraseAll = async (door: PersonsDoor, place: Place, id: Id, number: string): Promise<ShownPerson> => {
  const { kernel } = door;
  const erased = await again(() =>
    inPractice(kernel.db, place.practice_id, async (desk) => {
      const person = await found(door, desk, place, { id, kind: null });
      const family = await recordsOf(desk, person.id);
      const [outcome] = await act(kernel, desk, place.caller, door.room, [
        { id: person.id, command: { do: 'erase', number } },
      ]);
      if (!outcome!.yes) return outcome!;
      const absorbed = family.filter((one) => one !== person.id);
      await act(
        kernel,
        desk,
        place.caller,
        door.room,
        absorbed.map((one) => ({ id: one, command: { do: 'erase_absorbed' as const } })),
        () => outcome!.act_id,
      );
      const contacts = await eraseContacts(door, desk, place, family, outcome!.act_id);
      const things = [...family.map((one) => ref('person', one)), ...contacts.map((one) => ref('contact', one))];
      await forgetTraces(desk, things, [...family, ...contacts]);
      return outcome!;
    }),
  );
  if (!erased.yes) throw new HttpRefusal(erased);
  return shownNow(door, place, erased.id);
};

/** Contacts of nobody else are erased too; those that are shared are no longer reached here. */
const eraseContacts = async (
  { kernel }: PersonsDoor,
  desk: Desk,
  { caller }: Place,
  family: readonly Id[],
  actId: Id,
): Promise<Id[]> => {
  const contacts = kernel.rooms.get('contact') as ContactsRoom | undefined;
  if (!contacts) return [];
  const alone = await contactsOnlyOf(desk, family);
  const here = (await linksOfPersons(desk, family)).filter((link) => !link.deleted_at).map((link) => link.contact_id);
  const shared = [...new Set(here)].filter((id) => !alone.includes(id));
  const links = (await readLinks(desk, shared)).filter((link) => !link.deleted_at && !family.includes(link.person_id));
  const linksOf = (id: Id): GivenLink[] =>
    links
      .filter((link) => link.contact_id === id)
      .map(({ person_id, label, primary }) => ({ person: person_id, label, primary }));
  const commands = [
    ...alone.map((id) => ({ id, command: { do: 'erase' as const } })),
    ...shared.map((id) => ({ id, command: { do: 'change' as const, links: linksOf(id) } })),
  ];
  await act(kernel, desk, caller, contacts, commands, () => actId);
  return alone;
};
