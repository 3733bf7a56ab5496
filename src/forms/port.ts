import type { Id } from '#ground/id.ts';
import type { Use } from './model.ts';

/** What forms need from above; `app/` fills it. */
export interface FormsPort<Desk> {
  /** What asks with each of these forms, by its id; none for those that are absent. */
  usedBy(desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, readonly Use[]>>;
}
