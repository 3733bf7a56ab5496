import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Who } from '#kernel/decision/model.ts';

/** A run under way on a person. */
export interface OpenRun {
  id: Id;
  workflow: string;
  blocks_conversion: boolean;
}

/** What stands in the way, counted by kind in the user's words: {kind: 'invoices', count: 2}. */
export interface Counted {
  kind: string;
  count: number;
}

/** A line of a list as the rooms above see it. */
export interface RowFacts {
  open_runs: number;
  overdue_tasks: number;
  next_due: PlainDate | null;
}

/**
 * What people need to know of the rooms above, which know people. `D` is where work is done (the kernel's desk), so that the
 * port stays pure; each question is about many persons at once, and a person without an answer is absent. `app/house.ts` fills it.
 */
export interface PersonsPort<D> {
  /** Runs that have not ended (PE-22, PE-26). */
  openRuns(desk: D, persons: readonly Id[]): Promise<ReadonlyMap<Id, readonly OpenRun[]>>;
  /** Everything that refers to a person and keeps it from being deleted (PE-28): runs, items, documents, invoices, messages … */
  references(desk: D, persons: readonly Id[]): Promise<ReadonlyMap<Id, readonly Counted[]>>;
  /** What a client can have and a prospect cannot, made after an instant (PE-25): invoices, plans, flows, deployments. */
  clientRecords(desk: D, clients: readonly { id: Id; since: Instant }[]): Promise<ReadonlyMap<Id, readonly Counted[]>>;
  /** Invoices that are not settled (PE-29). */
  openInvoices(desk: D, persons: readonly Id[]): Promise<ReadonlyMap<Id, number>>;
  /** Members with an open task on the person: they may read it (PE-103). */
  taskMembers(desk: D, persons: readonly Id[]): Promise<ReadonlyMap<Id, readonly Id[]>>;
  /** Persons on whom this member has an open task (PE-103). */
  personsWithTasksOf(desk: D, member: Id): Promise<readonly Id[]>;
  /** For the rows of a page. */
  rowFacts(desk: D, persons: readonly Id[], who: Who): Promise<ReadonlyMap<Id, RowFacts>>;
  /** Persons with an open run, of one workflow or of any. */
  personsWithOpenRun(desk: D, workflow: Id | null): Promise<readonly Id[]>;
  /** What the rooms above keep of these persons, as files of an archive (PE-124): documents, messages, runs. */
  archive?(desk: D, persons: readonly Id[]): Promise<readonly { name: string; content: string | Uint8Array }[]>;
  /** Waiting and ready tasks that were given through a role on these persons (PE-44). */
  roleTasks(desk: D, persons: readonly Id[], role: string): Promise<number>;
}

const nobody = async () => new Map<never, never>();

/** A house without rooms above people: nothing refers to anybody. */
export const NO_ROOMS_ABOVE: PersonsPort<unknown> = {
  openRuns: nobody,
  references: nobody,
  clientRecords: nobody,
  openInvoices: nobody,
  taskMembers: nobody,
  personsWithTasksOf: async () => [],
  rowFacts: nobody,
  personsWithOpenRun: async () => [],
  roleTasks: async () => 0,
};
