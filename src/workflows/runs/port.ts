import type { Id } from '#ground/id.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { RecordKind, SubjectFacts } from './model.ts';

/**
 * What runs need to know of the records they are about. `D` is where work is done (the kernel's desk), so that the port
 * stays pure. Each answers many records at once.
 */
export interface SubjectsPort<D> {
  /** Facts under the names of `definitions/fields.ts`; a record that is deleted, erased or unknown is absent. */
  facts: Record<RecordKind, (desk: D, ids: readonly Id[]) => Promise<ReadonlyMap<Id, SubjectFacts>>>;
  /** Authorizations by client: id → fields. */
  authorizations(desk: D, clients: readonly Id[]): Promise<ReadonlyMap<Id, Readonly<Record<Id, Record<string, Json>>>>>;
  /** The record that absorbed another, at the end of the chain (PE-75, PE-79). */
  absorbed(desk: D, ids: readonly Id[]): Promise<ReadonlyMap<Id, Id>>;
}
