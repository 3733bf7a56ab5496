import type { Desk } from '#kernel/database/practice.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import { reachable } from '#messages/outbox/writing.ts';
import { isClientFacing, paramsOf, SENDS, sends } from '#workflows/definitions/actions.ts';
import type { Step } from '#workflows/definitions/content.ts';
import type { LaunchPort } from '#workflows/launch/port.ts';
import { noRecipient, stillLeaves } from '#workflows/runs/may-leave.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { type Addressed, reachedBy, recipientsOf } from './reaching.ts';

/** Messages to somebody outside that would reach nobody: no address, or one that must not be written to (ME-34, ME-35). */
export const unreached: LaunchPort<Desk>['unreached'] = async (desk, state, keys) => {
  const steps = state.content.steps.filter((step) => keys.includes(step.key) && isClientFacing(step));
  if (!steps.length) return [];
  const addressed = steps.map((step) => addressedBy(state, step));
  const reached = await reachedBy(desk, addressed);
  const found = addressed.map((one) => recipientsOf(one, reached));
  const known = await knownAddresses(
    desk,
    found.flatMap((some, i) => some.map(({ address }) => ({ channel: addressed[i]!.channel, address }))),
  );
  const message = { subject_id: state.subject.id, task_id: null };
  const leave = stillLeaves({ inside: false, message, subject: state.subject, run: undefined }, desk.now);
  return steps.flatMap(({ key, title }, i) => {
    const { channel } = addressed[i]!;
    const { able, no } = reachable({ channel, class: 'service', recipients: found[i]! }, known);
    const because = leave.go ? (no ?? (able.length ? null : noRecipient(channel)))?.because : leave.because;
    return because ? [{ key, title, because }] : [];
  });
};

const addressedBy = (state: RunState, step: Step): Addressed => {
  if (sends(step)) return { state, channel: SENDS[step.do], to: paramsOf(step.do, step.params).to };
  return { state, channel: 'email', to: step.kind === 'form' ? step.recipient : 'subject' };
};
