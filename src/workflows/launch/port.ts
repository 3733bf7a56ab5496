import type { Channel } from '#messages/outbox/model.ts';
import type { Pace } from '#messages/outbox/pace.ts';
import type { RunState } from '#workflows/runs/model.ts';

/** A step of a run that is about to begin, whose message would reach nobody. */
export interface Unreached {
  key: string;
  title: string;
  because: string;
}

/** A run as it would begin, and those of its steps, by key, that would come. */
export interface Beginning {
  run: RunState;
  steps: readonly string[];
}

/** What launching needs from above; `app/` fills it. */
export interface LaunchPort<Desk> {
  /** Of each, in their order, the steps whose message would reach nobody as things stand; as many queries for one as for all. */
  unreached(desk: Desk, beginnings: readonly Beginning[]): Promise<Unreached[][]>;
  /** Where so many more messages are due than may leave in a minute: when the last one leaves (ME-125). */
  paces(desk: Desk, more: Readonly<Partial<Record<Channel, number>>>): Promise<Pace[]>;
}
