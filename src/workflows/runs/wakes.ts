import { earliest, type Instant, startOfDay } from '#ground/time.ts';
import type { Context, Effect } from '#kernel/decision/model.ts';
import { askedAgainAt } from './asking.ts';
import type { RunState } from './model.ts';
import { backOn } from './people.ts';
import { openBefore, openHolds, phaseOf, rowOf } from './state.ts';
import { livesFrom, startOf } from './timing.ts';

/**
 * The one timer of a run: its earliest pending start, and the reminders and ends of its forms, while it runs; the end of a hold, the day work returns to somebody who
 * was away. Without any it sleeps; an ended run always does.
 */
export const nextWake = (state: RunState, context: Context): Effect => {
  const phase = phaseOf(state);
  const ended = phase === 'completed' || phase === 'cancelled';
  const at = ended
    ? null
    : earliest(
        ...holdEnds(state, context),
        ...returns(state, context),
        ...(phase === 'running' ? [...starts(state, context), ...askedAgainAt(state, context)] : []),
      );
  return at ? { do: 'wake', room: 'run', thing: state.run.id, at } : { do: 'sleep', room: 'run', thing: state.run.id };
};

/** Of steps that wait for nothing but their time. */
const starts = (state: RunState, context: Context): (Instant | null)[] =>
  state.content.steps
    .filter((step) => (rowOf(state, step.key)?.state ?? 'waiting') === 'waiting' && !openBefore(state, step.key).length)
    .map((step) => {
      const start = startOf({ state, context }, step);
      return start.known && start.at ? livesFrom(state, step, start.at) : null;
    });

const holdEnds = (state: RunState, { practice }: Context): (Instant | null)[] =>
  openHolds(state.holds).map(({ until }) => until && startOfDay(until, practice.time_zone));

const returns = (state: RunState, { practice, today }: Context): (Instant | null)[] =>
  state.tasks
    .filter((task) => task.state === 'ready' && task.for_member_id)
    .map((task) => backOn(state.directory, task.for_member_id!, today))
    .map((day) => day && startOfDay(day, practice.time_zone));
