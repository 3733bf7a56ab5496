import { useThing } from '#kernel/ui/query.ts';
import type { SubjectKind } from '#workflows/definitions/content.ts';
import type { Facts, Templates, WorkflowDetail } from './facts.ts';
import { words } from './words.ts';

/** Queries and small facts that several of these pages share. */

export const WORKFLOWS = '/workflows';
export const useTemplates = () => useThing<Templates>('/workflow-templates');
export const useFacts = () => useThing<Facts>('/workflow-design-facts');
export const useWorkflow = (id: string) => useThing<WorkflowDetail>(`${WORKFLOWS}/${id}`);

/** Where records of a kind are listed and workflows started on them. */
export const LIST_OF: Readonly<Record<SubjectKind, string>> = {
  prospect: '/prospects',
  client: '/clients',
  employee: '/employees',
  invoice: '/collections',
};

/** {prospect, client} → «Prospects and clients», in one order whatever order they were written in. */
export const kindsWords = (kinds: readonly SubjectKind[]): string =>
  words.kinds[(kinds.length === 2 ? 'prospect client' : kinds[0]) as keyof typeof words.kinds] ?? '';

/** Subjects of this workflow: those with an open run. */
export const subjectsOf = (id: string): string => `/runs?workflow=${id}`;
