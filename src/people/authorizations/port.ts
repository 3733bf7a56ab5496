import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';

/** A run that refers to an authorization (PE-51). */
export interface ReferringRun {
  id: Id;
  workflow: string;
  state: string;
  started_at: Instant;
  ended_at: Instant | null;
}

/** What authorizations ask of the rooms above; `D` is the kernel's desk, so that the port stays pure. */
export interface AuthorizationsPort<D> {
  /** Runs that refer to these authorizations, newest first. */
  referringRuns(desk: D, authorizations: readonly Id[]): Promise<ReadonlyMap<Id, readonly ReferringRun[]>>;
}
