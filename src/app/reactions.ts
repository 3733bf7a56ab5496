import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';

/**
 * What one room does because of another: *event → command*, in the transaction of the event. Each reaction gets all events
 * of a batch that carry its verb, so that it acts set-based; a second page is a sign that a rule hides here.
 */
export interface Reaction {
  on: readonly string[];
  do(
    kernel: Kernel,
    desk: Desk,
    caller: Caller,
    events: readonly Recorded[],
    actOf: (root: Id) => Id | undefined,
  ): Promise<void>;
}

export const react =
  (reactions: readonly Reaction[]): Kernel['react'] =>
  async (kernel, desk, caller, happened, acts) => {
    for (const reaction of reactions) {
      const mine = happened.filter((event) => reaction.on.includes(event.verb));
      if (mine.length) await reaction.do(kernel, desk, caller, mine, (root) => acts.get(root));
    }
  };
