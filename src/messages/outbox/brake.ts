import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import { MAY_LIFT } from '#messages/addresses/rules.ts';
import { isCapped } from './cap.ts';
import type { OutboxState } from './model.ts';
import { sleep, told } from './telling.ts';

/** The code of what is held because far more than usual was about to leave. */
export const UNUSUAL = 'unusual_volume';
/** So many a day are never unusual. */
export const ALWAYS_USUAL = 100;

/** How many automatic messages a day may have, by the busiest of the last 30 days. Pure (ME-49). */
export const brakeLimit = (busiest: number): number => Math.max(ALWAYS_USUAL, 3 * busiest);

/** Holds one of a day with too many. One that was let go before is let be, and so is what goes to members (ME-47). */
export const brake = ({ message }: OutboxState, reason: string, { now }: Context): Decision => {
  if (message.state !== 'planned' || message.braked_at || !isCapped(message)) return accept([]);
  const set = { state: 'held', reason_code: UNUSUAL, reason, braked_at: now } as const;
  return accept([told(message, 'message.held', set)], [sleep(message)]);
};

/** What the brake holds is let go by Owner, Admin or AR Manager alone; the others may still recall it (ME-49). */
export const mayLetGo = ({ message }: OutboxState, { who }: Context): Refusal | null =>
  message.state === 'held' && message.reason_code === UNUSUAL ? can(who, MAY_LIFT) : null;
