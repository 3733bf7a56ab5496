import type { Instant } from '#ground/time.ts';
import { useThing } from '#kernel/ui/query.ts';

/** `GET /clock` of a sandbox. */
export interface SandboxClock {
  now: Instant;
  /** What wakes next: how many things of which room, when. */
  next: { at: Instant; room: string; count: number }[];
}

export const useSandboxClock = (enabled: boolean): SandboxClock | undefined =>
  useThing<SandboxClock>('/clock', {}, { enabled }).data;
