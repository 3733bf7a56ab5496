import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Who } from '#kernel/decision/model.ts';

export interface Counted {
  kind: string;
  count: number;
}

export interface RowFacts {
  open_runs: number;
  overdue_tasks: number;
  next_due: PlainDate | null;
}

/** What employees need to know of the rooms above; `D` is the kernel's desk, so that the port stays pure. */
export interface EmployeesPort<D> {
  /** Everything that keeps an employee from being deleted (PE-28). */
  references(desk: D, employees: readonly Id[]): Promise<ReadonlyMap<Id, readonly Counted[]>>;
  /** Members with an open task about the employee: they may see the card (PE-102). */
  taskMembers(desk: D, employees: readonly Id[]): Promise<ReadonlyMap<Id, readonly Id[]>>;
  rowFacts(desk: D, employees: readonly Id[], who: Who): Promise<ReadonlyMap<Id, RowFacts>>;
  /** Employees with an open run, of one workflow or of any. */
  employeesWithOpenRun(desk: D, workflow: Id | null): Promise<readonly Id[]>;
}

const nobody = async () => new Map<never, never>();

/** A house without rooms above people. */
export const NO_ROOMS_ABOVE: EmployeesPort<unknown> = {
  references: nobody,
  taskMembers: nobody,
  rowFacts: nobody,
  employeesWithOpenRun: async () => [],
};
