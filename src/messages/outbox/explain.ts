import { addMilliseconds } from '#ground/time.ts';
import type { ChannelFacts, Message } from './model.ts';
import { isInside } from './times.ts';

/** How the time at which it leaves came about (ME-52, ME-121). */
export interface Window {
  written_at: string;
  planned_at: string;
  kept_seconds: number;
  leaves_at: string;
  by: 'plan' | 'hold_window' | 'at_once' | 'moved';
}

/** Pure: the arithmetic of `leaves_at`, from what the message and its channel say. */
export const windowOf = (
  message: Pick<Message, 'class' | 'automatic' | 'planned_at' | 'leaves_at' | 'created_at'>,
  channel: Pick<ChannelFacts, 'hold_minutes' | 'manual_seconds'>,
): Window => {
  const { planned_at, leaves_at } = message;
  const written_at = message.created_at!;
  const kept_seconds = isInside(message) ? 0 : message.automatic ? channel.hold_minutes * 60 : channel.manual_seconds;
  const kept = addMilliseconds(written_at, kept_seconds * 1000);
  return { written_at, planned_at, kept_seconds, leaves_at, by: setBy(leaves_at, { planned_at, kept, written_at }) };
};

const setBy = (
  leaves: string,
  { planned_at, kept, written_at }: { planned_at: string; kept: string; written_at: string },
): Window['by'] => {
  if (leaves === planned_at && planned_at > written_at) return 'plan';
  if (leaves === written_at) return 'at_once';
  return leaves === kept ? 'hold_window' : 'moved';
};
