import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { wrongKind } from './conversion.ts';
import type { Person, PersonCommand, PersonKind } from './model.ts';
import type { PersonsPort } from './port.ts';
import { presented, type ShownPerson } from './present.ts';
import { readablePersons, survivorOf } from './reach.ts';
import { type PersonsRoom, readPersons } from './store.ts';

/** What the routes of persons share. */
export interface PersonsDoor {
  kernel: Kernel;
  port: PersonsPort<Desk>;
  room: PersonsRoom;
}

/**
 * The record at an address: the survivor of an absorbed one, as if absent when it may not be read, and refused with the right
 * address when it is of the other kind by now (PE-4, PE-75, PL-35). `kind` null takes both.
 */
export const found = async (
  { port }: PersonsDoor,
  desk: Desk,
  place: Place,
  { id, kind }: { id: Id; kind: PersonKind | null },
): Promise<Person> => {
  const survivor = await survivorOf(desk, id);
  const [person] = await readPersons(desk, [survivor]);
  const seen = await readablePersons(desk, place.caller.who, [survivor], port);
  if (!person || person.deleted_at || !seen.has(survivor)) throw new HttpRefusal(notFound());
  const no = kind && wrongKind(person, kind, desk.practice.time_zone);
  if (no) throw new HttpRefusal(no);
  return person;
};

/** One command on the person at an address, and its page as it stands then. */
export const done = async (
  door: PersonsDoor,
  place: Place,
  { id, kind, version }: { id: Id; kind: PersonKind | null; version?: number | undefined },
  command: PersonCommand,
): Promise<ShownPerson> => {
  const person = await atDesk(door.kernel, place, (desk) => found(door, desk, place, { id, kind }));
  yesOrThrow(await perform(door.kernel, place, door.room, { id: person.id, command, version }));
  return shownNow(door, place, person.id);
};

/** The page of a person after a command, whatever kind it is by now. */
export const shownNow = ({ kernel }: PersonsDoor, place: Place, id: Id): Promise<ShownPerson> =>
  atDesk(kernel, place, async (desk) => presented(desk, (await readPersons(desk, [id]))[0]!));
