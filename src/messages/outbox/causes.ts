import type { Id } from '#ground/id.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Leave, Message } from './model.ts';

/** What the outbox asks of the rooms above it; `app/house.ts` fills it. */
export interface CausesPort<D> {
  /** Whether each may still leave, and in which words: asked again at the last moment (ME-55, ME-89). */
  mayLeave(desk: D, messages: readonly Message[]): Promise<ReadonlyMap<Id, Leave>>;
  /** Whose work each belongs to, for reach (PL-26, PL-31). */
  about(desk: D, messages: readonly Message[]): Promise<ReadonlyMap<Id, ThingFacts>>;
}
