import { Moment } from '#kernel/ui/day.tsx';
import type { MessageStrip } from './data.ts';
import { words } from './words.ts';

interface LastLeavesProps {
  pace: MessageStrip['paces'][number];
  say(what: string, per_minute: number): string;
}

/** Where the limit of a channel sets the pace: when the last one leaves (ME-125). */
export const LastLeaves = ({ pace: { kind, per_minute, last_leaves_at }, say }: LastLeavesProps) => (
  <>
    {say(words.paced[kind], per_minute)}
    <Moment instant={last_leaves_at} />.
  </>
);
