import type { Id } from '#ground/id.ts';
import type { Actor } from '#kernel/decision/model.ts';
import type { Caller } from '#kernel/loop/room.ts';

/** What imports ask of the house; `D` is the kernel's desk, so that the port stays pure. */
export interface ImportsPort<D> {
  /** The rights of whoever committed, made anew for each part (PL-30). */
  callerOf(desk: D, actor: Actor, requestId: string): Promise<Caller>;
  /** Starts a workflow on new records, each by every rule of launching (PE-89); answers how many began. */
  start(desk: D, caller: Caller, wanted: { workflow: Id; kind: string; subjects: readonly Id[] }): Promise<number>;
}
