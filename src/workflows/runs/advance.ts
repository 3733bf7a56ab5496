import type { Context, Effect, Event } from '#kernel/decision/model.ts';
import { chase } from './asking.ts';
import { goBack } from './back.ts';
import { moveDates, returnToAbsent } from './keep-up.ts';
import { goLive } from './live.ts';
import type { RunState } from './model.ts';
import { runName, tellOwner } from './notices.ts';
import { hasEnded, nothingLeft, phaseOf } from './state.ts';
import { begin, runEvent, type Story, tell } from './telling.ts';
import { nextWake } from './wakes.ts';

/**
 * What follows by itself from how things stand: steps that become live or go back to waiting, dates that move, tasks that
 * return to who was away, the run's completion, and its one timer (WF-32 … WF-47, WF-118, WF-131). A second call finds
 * nothing to do.
 */
export const advance = (state: RunState, context: Context): { events: Event[]; effects: Effect[] } => {
  const story = begin(state);
  if (!hasEnded(state)) {
    settle(story, context);
    returnToAbsent(story, context);
    moveDates(story, context);
    chase(story, context);
    complete(story, context);
  }
  return { events: story.events, effects: [...story.effects, nextWake(story.work, context)] };
};

/** Until nothing moves any more: what becomes live may be skipped at once and let others begin. */
const settle = (story: Story<RunState>, context: Context): void => {
  for (let told = -1; told !== story.events.length; ) {
    told = story.events.length;
    goBack(story);
    if (phaseOf(story.work) === 'running') goLive(story, context);
  }
};

/** A run in which nothing is left is complete; one in which nothing applied says so (WF-110). */
const complete = (story: Story<RunState>, context: Context): void => {
  const { work } = story;
  if (phaseOf(work) !== 'running' || !nothingLeft(work)) return;
  const worked = work.tasks.some((task) => task.state === 'done');
  const skippedByHand = work.tasks.some((task) => task.skipped_how === 'hand' || task.skipped_how === 'ahead');
  const ended_reason = worked || skippedByHand ? null : 'nothing in it applied';
  const set = { ended_at: context.now, ended_how: 'completed' as const, ended_reason };
  tell(
    story,
    [runEvent(work, work.run, { verb: 'run.completed', set })],
    tellOwner(work, { verb: 'run.completed', title: `${runName(work)} is completed` }),
  );
};
