import type { Id } from '#ground/id.ts';
import type { Command, Who } from '#kernel/decision/model.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import type { Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Wanted } from '#kernel/loop/room.ts';
import type { House } from '../house.ts';
import type { Random } from './random.ts';

/** What the demo is made with: where, by whom, and the dice. */
export interface Making {
  house: House;
  practice: Id;
  caller: Caller;
  dice: Random;
  /** By role, the member who plays it. */
  cast: ReadonlyMap<string, Id>;
  /** What each of them may do. */
  players: ReadonlyMap<Id, Who>;
}

/** As whoever `making.caller` is: each by the rule of its room, those refused left out. */
export const decideAll = async (
  making: Making,
  room: AnyRoom,
  wanted: readonly Wanted<Command>[],
): Promise<Outcome<object>[]> =>
  performMany(making.house.kernel, { practice_id: making.practice, caller: making.caller }, aimsIn(room, wanted));
