import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { Hand } from '../items/model.ts';

/** Whose items, and which categories, a member may act on besides their own (IN-143). */

export const assignmentsBody = z.strictObject({
  member_ids: z.array(z.uuid()).max(200, 'At most 200 members.'),
  category_ids: z.array(z.uuid()).max(200, 'At most 200 categories.'),
});

/** What one member is covered for. Its id is theirs. */
export interface InboxAssignments extends Thing {
  member_ids: Id[];
  category_ids: Id[];
}

export interface AssignmentsState {
  /** Version 0: nothing was ever given to this member. */
  assignments: InboxAssignments;
  members: readonly Hand[];
  categories: ReadonlySet<Id>;
}

export type AssignmentsCommand = { do: 'set' } & z.infer<typeof assignmentsBody>;
