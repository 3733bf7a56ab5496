import type { Seat, Work } from '#workflows/runs/model.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { words } from './words.ts';

/** Who has, or would have, a task: a member by name, a pool by its role. */
export const seatWords = (work: Work, { assignee_id, pool_role_id }: Seat): string =>
  assignee_id
    ? nameOf(work, assignee_id)
    : words.pool(work.directory.roles.find(({ id }) => id === pool_role_id)?.name ?? words.role_name);
