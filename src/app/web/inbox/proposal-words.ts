import { plural } from '#ground/text.ts';
import type { Proposed } from '#inbox/proposals/model.ts';

/** What is proposed for an item, in words (PL-172). */
export const words = {
  title: 'Proposed',
  kinds: {
    follows: 'Goes on with',
    duplicate: 'There already?',
    client: 'Client',
    category: 'Category',
    assignee: 'Assigned to',
    due_on: 'Due',
  } satisfies Record<Proposed, string>,
  accept_all: 'Accept all',
  accept: (what: string) => `Accept ${what}`,
  reject: (what: string) => `Not ${what}`,
  accepted: (item: string, n: number) => `Accepted ${plural(n, 'proposal', 'proposals')} for ${item}`,
  rejected: (item: string) => `This is not proposed for ${item} any more`,
} as const;
