import type { RunState } from '#workflows/runs/model.ts';

/** A step of a run that is about to begin, whose message would reach nobody. */
export interface Unreached {
  key: string;
  title: string;
  because: string;
}

/** What launching needs from above; `app/` fills it. */
export interface LaunchPort<Desk> {
  /** Of these steps, by key, those whose message would reach nobody as things stand. */
  unreached(desk: Desk, run: RunState, steps: readonly string[]): Promise<Unreached[]>;
}
