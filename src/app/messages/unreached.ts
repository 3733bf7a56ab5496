import type { Desk } from '#kernel/database/practice.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import { pacesWith } from '#messages/outbox/pace.ts';
import { reachable } from '#messages/outbox/writing.ts';
import { isClientFacing, paramsOf, SENDS, sends } from '#workflows/definitions/actions.ts';
import type { Step } from '#workflows/definitions/content.ts';
import type { LaunchPort, Unreached } from '#workflows/launch/port.ts';
import { noRecipient, stillLeaves } from '#workflows/runs/may-leave.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { type Addressed, reachedBy, recipientsOf } from './reaching.ts';

/** Messages to somebody outside that would reach nobody: no address, or one that must not be written to (ME-34, ME-35). */
const unreached: LaunchPort<Desk>['unreached'] = async (desk, beginnings) => {
  const asked = beginnings.flatMap(({ run, steps }, of) =>
    run.content.steps
      .filter((step) => steps.includes(step.key) && isClientFacing(step))
      .map((step) => ({ of, run, step, addressed: addressedBy(run, step) })),
  );
  const found: Unreached[][] = beginnings.map(() => []);
  if (!asked.length) return found;
  const reached = await reachedBy(
    desk,
    asked.map(({ addressed }) => addressed),
  );
  const recipients = asked.map(({ addressed }) => recipientsOf(addressed, reached));
  const known = await knownAddresses(
    desk,
    recipients.flatMap((some, i) => some.map(({ address }) => ({ channel: asked[i]!.addressed.channel, address }))),
  );
  for (const [i, { of, run, step, addressed }] of asked.entries()) {
    const { channel } = addressed;
    const message = { subject_id: run.subject.id, task_id: null };
    const leave = stillLeaves({ inside: false, message, subject: run.subject, run: undefined }, desk.now);
    const { able, no } = reachable({ channel, class: 'service', recipients: recipients[i]! }, known);
    const because = leave.go ? (no ?? (able.length ? null : noRecipient(channel)))?.because : leave.because;
    if (because) found[of]!.push({ key: step.key, title: step.title, because });
  }
  return found;
};

const addressedBy = (state: RunState, step: Step): Addressed => {
  if (sends(step)) return { state, channel: SENDS[step.do], to: paramsOf(step.do, step.params).to };
  return { state, channel: 'email', to: step.kind === 'form' ? step.recipient : 'subject' };
};

/** What launching asks of messages. */
export const launchPort: LaunchPort<Desk> = { unreached, paces: pacesWith };
