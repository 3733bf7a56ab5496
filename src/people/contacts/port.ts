import type { Id } from '#ground/id.ts';

/** What a contact must know of the persons it is reached at. */
export interface LinkedPerson {
  id: Id;
  kind: 'prospect' | 'client';
  display_name: string;
  country: string | null;
  /** Members who look after the person today. */
  holders: readonly Id[];
  /** Members with an open task on it (PE-103). */
  task_members: readonly Id[];
  made_by: Id | null;
  restricted: boolean;
}

/** Persons are the room above; `app/house.ts` fills this. A deleted, erased or absorbed person is absent. */
export interface ContactsPort<D> {
  persons(desk: D, ids: readonly Id[]): Promise<ReadonlyMap<Id, LinkedPerson>>;
}
