import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { act, again, type Outcome, PATIENT, recordRefusals, waitInLine } from './perform.ts';
import type { AnyRoom, Caller, Kernel, Room, Wanted } from './room.ts';

/** How many roots share one transaction in bulk (house section 3). */
export const CHUNK = 500;

/** What is wanted, and the room that decides it. */
export interface Aim {
  room: AnyRoom;
  wanted: Wanted<Command>;
}

/** Many things of one room. */
export const aimsIn = <S extends object, C extends Command>(room: Room<S, C>, wanted: readonly Wanted<C>[]): Aim[] =>
  wanted.map((one) => ({ room, wanted: one }));

interface ManyPlace {
  practice_id: Id;
  caller: Caller;
  mode?: 'each' | 'all';
  /** What is kept of the rows in the very transaction that did them; `first` is the place of the first of them. */
  alongside?(desk: Desk, outcomes: readonly Outcome<object>[], first: number): Promise<void>;
}

/**
 * The one loop for many roots, set-based: ⌈n/500⌉ transactions, each row decided as if alone (PL-73). `mode` «all» takes one
 * transaction and changes nothing when one row is refused. Answers in the order of the aims.
 */
export const performMany = async (
  kernel: Kernel,
  place: ManyPlace,
  aims: readonly Aim[],
): Promise<Outcome<object>[]> => {
  if (place.mode === 'all') return performAll(kernel, place, aims);
  const outcomes: Outcome<object>[] = [];
  for (let i = 0; i < aims.length; i += CHUNK)
    outcomes.push(...(await performPart(kernel, place, { first: i, aims: aims.slice(i, i + CHUNK) })));
  return outcomes;
};

const performPart = (
  kernel: Kernel,
  place: ManyPlace,
  { first, aims }: { first: number; aims: readonly Aim[] },
): Promise<Outcome<object>[]> =>
  again((attempt) =>
    inPractice(kernel.db, place.practice_id, async (desk) => {
      if (attempt > PATIENT) await allInLine(desk, aims);
      const outcomes = await actOnAll(kernel, desk, place.caller, aims);
      await place.alongside?.(desk, outcomes, first);
      return outcomes;
    }),
  );

class OneRefused extends Error {
  readonly outcomes: Outcome<object>[];
  constructor(outcomes: Outcome<object>[]) {
    super('a row was refused, so nothing is changed');
    this.outcomes = outcomes;
  }
}

const performAll = async (kernel: Kernel, place: ManyPlace, aims: readonly Aim[]): Promise<Outcome<object>[]> => {
  try {
    return await again((attempt) =>
      inPractice(kernel.db, place.practice_id, async (desk) => {
        if (attempt > PATIENT) await allInLine(desk, aims);
        const outcomes = await actOnAll(kernel, desk, place.caller, aims);
        if (outcomes.some((outcome) => !outcome.yes)) throw new OneRefused(outcomes);
        await place.alongside?.(desk, outcomes, 0);
        return outcomes;
      }),
    );
  } catch (error) {
    if (!(error instanceof OneRefused)) throw error;
    await inPractice(kernel.db, place.practice_id, async (desk) => {
      for (const [room, rows] of byRoom(aims))
        await recordRefusals(
          desk,
          place.caller,
          room.name,
          rows.map(({ at }) => aims[at]!.wanted),
          rows.map(({ at }) => error.outcomes[at]!),
        );
    });
    return error.outcomes;
  }
};

/** All aims within one transaction, room by room; the answers stand in the order of the aims. */
export const actOnAll = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  aims: readonly Aim[],
): Promise<Outcome<object>[]> => {
  const outcomes: Outcome<object>[] = [];
  for (const [room, rows] of byRoom(aims)) {
    const wanted = rows.map(({ at }) => aims[at]!.wanted);
    const mine = await act(kernel, desk, caller, room, wanted);
    for (const [i, { at }] of rows.entries()) outcomes[at] = mine[i]!;
  }
  return outcomes;
};

const allInLine = async (desk: Desk, aims: readonly Aim[]): Promise<void> => {
  for (const [room, rows] of byRoom(aims))
    await waitInLine(
      desk,
      room,
      rows.map(({ at }) => aims[at]!.wanted),
    );
};

const byRoom = (aims: readonly Aim[]): Map<AnyRoom, { at: number }[]> => {
  const places = aims.map(({ room }, at) => ({ room, at }));
  return Map.groupBy(places, ({ room }) => room);
};
