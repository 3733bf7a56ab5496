import { dateAt, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { blankHold } from './blank.ts';
import type { MachineCommand, SteeringCommand } from './commands.ts';
import type { Hold, RunState } from './model.ts';
import { ended, me } from './moves.ts';
import { mayManage } from './rights.ts';
import { hasEnded, openHolds } from './state.ts';
import { begin, holdEvent, runEvent, type Story, tell } from './telling.ts';

/** Holding a run and letting it go on (WF-112 … WF-114). */

export const canHold = (state: RunState, context: Context): Refusal | null =>
  mayManage(state, context.who) ?? (hasEnded(state) ? ended(state, context) : null);

type Opened = Omit<Extract<MachineCommand, { do: 'room_hold' }>, 'do'>;

/** Refuses invalid when `until` is not after today. */
export const hold = (state: RunState, command: Extract<SteeringCommand, { do: 'hold' }>, context: Context): Decision =>
  canHold(state, context) ?? held(state, { ...command, kind: 'by_hand' }, context);

/** One more hold; a room opens it for its own reason. An ended run is not held. */
export const held = (state: RunState, { id, kind, reason, until }: Opened, context: Context): Decision => {
  if (hasEnded(state)) return ended(state, context);
  if (until !== undefined && until <= context.today)
    return invalid(problem('/until', 'past', 'The hold ends on a later day than today, or when it is released.'));
  const set: Partial<Hold> = {
    run_id: state.run.id,
    kind,
    reason,
    until: until ?? null,
    opened_at: context.now,
    opened_by: me(context),
  };
  return accept([holdEvent(state, blankHold(id), { verb: 'run.held', set, by: context })]);
};

export const canRelease = (state: RunState, one: Hold, context: Context): Refusal | null => {
  const no = mayManage(state, context.who);
  if (no) return no;
  if (hasEnded(state)) return ended(state, context);
  return one.closed_at ? refused('bad_move', 'This hold was released already.', { state: 'released' }) : null;
};

/** Run dates move by the held days, or stay (WF-113). Another open hold keeps the run held (WF-114). */
export const release = (
  state: RunState,
  command: Extract<SteeringCommand, { do: 'release' }>,
  context: Context,
): Decision => {
  const one = state.holds.find(({ id }) => id === command.hold);
  if (!one) return notFound();
  const no = canRelease(state, one, context);
  if (no) return no;
  const story = begin(state);
  close(story, one, { how: 'released', on: context.today, dates: command.dates }, context);
  return accept(story.events);
};

/** All holds that people opened, for whoever may steer the run (WF-115); none is nothing to do. */
export const releaseByHand = (state: RunState, dates: 'shift' | 'keep', context: Context): Decision =>
  mayManage(state, context.who) ?? releaseKind(state, { kind: 'by_hand', dates }, context);

/** A room closes all holds of its kind; none is nothing to do. */
export const releaseKind = (
  state: RunState,
  { kind, dates }: Omit<Extract<MachineCommand, { do: 'room_release' }>, 'do'>,
  context: Context,
): Decision => {
  const story = begin(state);
  if (!hasEnded(state))
    for (const one of openHolds(state.holds).filter((each) => each.kind === kind))
      close(story, one, { how: 'released', on: context.today, dates }, context);
  return accept(story.events);
};

/** Holds end at 00:00 of their day, however late the timer is (WF-114). */
export const endHolds = (story: Story<RunState>, context: Context): void => {
  const over = openHolds(story.work.holds)
    .filter(({ until }) => until !== null && until <= context.today)
    .sort((a, b) => (a.until! < b.until! ? -1 : 1));
  for (const one of over) close(story, one, { how: 'until', on: one.until!, dates: 'shift' }, context);
};

interface Closing {
  how: 'released' | 'until';
  /** The first day on which it no longer holds. */
  on: PlainDate;
  dates: 'shift' | 'keep';
}

const close = (story: Story<RunState>, one: Hold, { how, on, dates }: Closing, context: Context): void => {
  const by = how === 'released' ? context : undefined;
  const set = { closed_at: context.now, closed_by: me(context), closed_how: how };
  tell(story, [holdEvent(story.work, one, { verb: 'run.released', set, by })]);
  if (dates === 'shift' && !openHolds(story.work.holds).length) tell(story, shifted(story.work, { one, on }, context));
};

const shifted = (state: RunState, { one, on }: { one: Hold; on: PlainDate }, context: Context): Event[] => {
  const from = dateAt(heldSince(state.holds, one), context.practice.time_zone);
  if (daysBetween(from, on) <= 0) return [];
  const shifts = [...state.run.shifts, { from, to: on }];
  return [runEvent(state, state.run, { verb: 'run.dates_moved', set: { shifts }, by: context })];
};

/** Since when the run was held without a gap, through whichever holds. */
const heldSince = (holds: readonly Hold[], last: Hold): string => {
  const overlapping = holds.filter(
    (other) =>
      other.closed_how !== 'undone' && other.opened_at < last.opened_at && (other.closed_at ?? '9') >= last.opened_at,
  );
  return overlapping.reduce((since, other) => {
    const before = heldSince(holds, other);
    return before < since ? before : since;
  }, last.opened_at);
};
