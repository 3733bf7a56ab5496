import type { Id } from '#ground/id.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { FieldGroup, Place, Values } from '#messages/fields/model.ts';
import type { Use } from './model.ts';

/** A real record as a message about it would see it (ME-24). */
export interface Previewed {
  title: string;
  values: Values;
  /** Of contact, client and practice, in this order (ME-23). */
  locales: readonly (string | null)[];
}

/** What templates need from above; `app/` fills it. */
export interface TemplatesPort<Desk> {
  /** Every group of merge fields in the house (ME-88). */
  groups: readonly FieldGroup[];
  /** Null when it is not there, or out of the reach of `who`. */
  record(desk: Desk, who: Who, about: { place: Place; id: Id }): Promise<Previewed | null>;
  /** What names each of these templates; none for those that are absent (ME-2, ME-5). */
  usedBy(desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, readonly Use[]>>;
}
