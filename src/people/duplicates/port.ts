import type { Id } from '#ground/id.ts';

/** An open run that another of the same workflow and trigger key meets in a merge (PE-76). */
export interface MetRun {
  id: Id;
  subject: Id;
  workflow_id: Id;
  workflow: string;
  trigger_key: string;
}

/** What merging asks of the rooms above; `D` is the kernel's desk, so that the port stays pure. */
export interface DuplicatesPort<D> {
  /** Open runs on these records. */
  openRuns(desk: D, subjects: readonly Id[]): Promise<readonly MetRun[]>;
}
