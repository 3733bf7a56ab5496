import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { DatabaseUrls } from '#kernel/database/roles.ts';
import { useTestDatabase } from '#kernel/database/testing.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import { type House, openHouse } from '../../app/house.ts';
import { testPlace } from '../../app/testing.ts';
import { aimsIn, performMany } from './many.ts';
import { perform } from './perform.ts';
import type { AnyRoom, Kernel } from './room.ts';
import { makeNotes, type Note, type NoteCommand, notes } from './testing-room.ts';

export interface TestNotes {
  readonly house: House;
  readonly kernel: Kernel;
  readonly urls: DatabaseUrls;
  /** Another node on the same database. */
  node(pool?: number): Promise<House>;
}

/** For the kernel's tests: a house whose one room keeps notes, on a database of its own. */
export const useNotes = (rooms: readonly AnyRoom[] = [notes]): TestNotes => {
  const database = useTestDatabase();
  const houses: House[] = [];
  const node = async (pool = 2) => {
    const house = await openHouse({
      urls: database.urls,
      pool,
      rooms,
      publicUrl: 'http://localhost:4300',
      dataDir: testData,
      secret: 'thirty-two characters of a secret',
      onError: () => {},
    });
    houses.push(house);
    return house;
  };
  beforeAll(async () => {
    await makeNotes(database.urls.ownerUrl);
    await node(6);
  });
  afterAll(() => Promise.all(houses.map((house) => house.close())));
  return {
    get house() {
      return houses[0]!;
    },
    get kernel() {
      return houses[0]!.kernel;
    },
    get urls() {
      return database.urls;
    },
    node,
  };
};

/** Makes `titles.length` notes in one bulk and answers their ids. */
export const makeSome = async (kernel: Kernel, practice: Id, made: readonly Partial<Note>[]): Promise<Id[]> => {
  const wanted = made.map((note) => ({ id: newId(), command: { do: 'make', title: 'note', ...note } as NoteCommand }));
  const outcomes = await performMany(kernel, testPlace(practice), aimsIn(notes, wanted));
  const refused = outcomes.find((outcome) => !outcome.yes);
  if (refused) throw new Error(JSON.stringify(refused));
  return wanted.map(({ id }) => id);
};

export const doTo = (
  kernel: Kernel,
  place: ReturnType<typeof testPlace>,
  id: Id,
  command: NoteCommand,
  version?: number,
) => perform(kernel, place, notes, { id, command, version });

/** What stands in the database, at the practice's desk. */
export const readNotes = (kernel: Kernel, practice: Id): Promise<Note[]> =>
  at(kernel, practice, async ({ tx }) => {
    const { rows } = await sql<Note>`select * from app.note order by id`.execute(tx);
    return rows;
  });

export interface EventRow {
  id: Id;
  at: string;
  verb: string;
  thing: string;
  root: string;
  act_id: Id;
  actor: string;
  facts: Record<string, [unknown, unknown]>;
  private: Record<string, [unknown, unknown]> | null;
  undoes: Id | null;
}

export const readEvents = (kernel: Kernel, practice: Id): Promise<EventRow[]> =>
  at(kernel, practice, async ({ tx }) => {
    const { rows } = await sql<EventRow>`select * from app.event order by id`.execute(tx);
    return rows;
  });

export const at = <T>(kernel: Kernel, practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  inPractice(kernel.db, practice, work);

/** Tests that have a long form run it under LONG=1. */
export const LONG = process.env.LONG === '1';
