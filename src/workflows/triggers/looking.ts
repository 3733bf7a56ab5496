import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import { daysThatCount, type Reached, reachedBetween } from './dates.ts';
import { launchMet, type TriggerDoor } from './launching.ts';
import { dealtWith } from './log.ts';
import { isListening } from './rules.ts';
import { type Listening, listening } from './store.ts';

/** The morning's look of date triggers (WF-167): whose day has come and was not dealt with yet. */
export const lookAtDays = async (door: TriggerDoor, desk: Desk, ids: readonly Id[]): Promise<void> => {
  for (const id of ids) {
    const [trigger] = await listening(desk, { id });
    if (!trigger?.workflow.on || !isListening(trigger)) continue;
    const met = await due(desk, trigger);
    for (let i = 0; i < met.length; i += CHUNK)
      await launchMet(
        door,
        desk,
        met.slice(i, i + CHUNK).map((one) => ({ trigger, ...one })),
      );
  }
};

const due = async (desk: Desk, trigger: Listening): Promise<Reached[]> => {
  const reached = await reachedBetween(desk, trigger, daysThatCount(trigger, desk.today));
  if (!reached.length) return [];
  const done = await dealtWith(desk, trigger.id, reached);
  return reached.filter(({ subject, fact }) => !done.has(`${subject} ${fact}`));
};
