import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Context, Decision, Effect, Event } from '#kernel/decision/model.ts';
import { accept, idOf, kindOf } from '#kernel/decision/rules.ts';
import { type Watched, type Woken, woken } from './rules.ts';

/** Its timer fired: it fell quiet, was heard again, or neither; and when to look next (IN-181). */
export const wokenTo = (
  watched: Watched & { id: Id },
  { last, room }: { last: Instant | null; room: string },
  { now, practice }: Pick<Context, 'now' | 'practice'>,
  event: (verb: string, set: NonNullable<Woken['set']>) => Event,
): Decision => {
  const { set, at } = woken(watched, last, now, practice);
  return accept(
    set ? [event(set.quiet_since ? 'fell_quiet' : 'heard_again', set)] : [],
    at ? [{ do: 'wake', room, thing: watched.id, at }] : [],
  );
};

/** As its alarm is set it looks at once, and knows then when to look again. */
export const looksNow = ({ thing, facts }: Event, now: Instant): Effect[] =>
  facts.quiet_from?.[1] ? [{ do: 'wake', room: kindOf(thing), thing: idOf(thing), at: now }] : [];
