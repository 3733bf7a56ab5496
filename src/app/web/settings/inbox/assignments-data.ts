import type { AssignmentsRow } from '#inbox/assignments/store.ts';
import { useThing } from '#kernel/ui/query.ts';

export type { AssignmentsRow };
export const ASSIGNMENTS = '/inbox-assignments';
export const useAssignments = () => useThing<{ items: AssignmentsRow[] }>(ASSIGNMENTS);
