import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room } from '#kernel/loop/room.ts';
import type { Channel } from '#messages/outbox/model.ts';
import type { Pace } from '#messages/outbox/pace.ts';
import { SENDS, sends } from '#workflows/definitions/actions.ts';
import type { LaunchState } from './model.ts';
import type { Beginning, LaunchPort } from './port.ts';
import { previewLaunch, proposed } from './preview.ts';
import type { LaunchOn } from './store.ts';

/** So many records are looked at together. */
export const REACH_AT_MOST = 5_000;
const CHUNK = 500;

export interface LaunchReach {
  /** Records of whom a message would reach nobody as things stand, each with why (ME-34). */
  rows: { id: Id; because: string[] }[];
  /** Where today's messages of the start are more than may leave in a minute (ME-125). */
  paces: Pace[];
}

interface Ports {
  launches: Room<LaunchState, LaunchOn>;
  port: LaunchPort<Desk>;
}

/** Whom a start on many records would not reach, and when the last message of its first day leaves; what is refused counts for nothing. */
export const reachOf = async (
  desk: Desk,
  who: Who,
  { launches, port }: Ports,
  wanted: readonly LaunchOn[],
): Promise<LaunchReach> => {
  const rows: LaunchReach['rows'] = [];
  const today: Record<Channel, number> = { email: 0, sms: 0 };
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const some = wanted.slice(at, at + CHUNK).map((command) => ({ id: newId(), command }));
    const states = await launches.load(desk, some, who);
    const starts = some.flatMap(({ id, command }) => beginningOf(desk, who, states.get(id)!, command));
    for (const [i, unreached] of (await port.unreached(desk, starts)).entries()) {
      const { subject, run, today: first } = starts[i]!;
      if (unreached.length) rows.push({ id: subject, because: [...new Set(unreached.map(({ because }) => because))] });
      const lost = new Set(unreached.map(({ key }) => key));
      for (const step of run.content.steps)
        if (first.has(step.key) && !lost.has(step.key)) today[sends(step) ? SENDS[step.do] : 'email'] += 1;
    }
  }
  return { rows, paces: await port.paces(desk, today) };
};

interface Start extends Beginning {
  subject: Id;
  /** Steps that write somebody on the first day. */
  today: ReadonlySet<string>;
}

const beginningOf = ({ now, today, practice }: Desk, who: Who, state: LaunchState, command: LaunchOn): Start[] => {
  const context = { now, today, practice, who, newId };
  const seen = previewLaunch(state, command, context);
  if (seen.refusal) return [];
  const coming = seen.steps.flatMap((step) => (step.key && step.applies !== false ? [{ ...step, key: step.key }] : []));
  const writing = new Set(
    state.content!.steps.filter((step) => sends(step) || step.kind === 'form').map(({ key }) => key),
  );
  const first = coming.filter(
    ({ key, starts_on, estimated }) => writing.has(key) && !estimated && starts_on !== null && starts_on <= today,
  );
  return [
    {
      subject: command.subject,
      run: proposed(state, command, context),
      steps: coming.map(({ key }) => key),
      today: new Set(first.map(({ key }) => key)),
    },
  ];
};
