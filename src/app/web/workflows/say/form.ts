import type { FormStep } from '#workflows/definitions/content.ts';
import { type Said, sayPeople } from './who.ts';
import { words } from './words.ts';

/** Who is asked what: «Asks the primary contact with «Your details»». */
export const sayForm = (
  { form, recipient, approve_first, who }: Pick<FormStep, 'form' | 'recipient' | 'approve_first' | 'who'>,
  said: Said,
): string => {
  const { facts } = said;
  const whom = words.recipients[recipient];
  if (!form) return words.asks_nothing(whom);
  const asks = words.asks(`«${facts?.forms.find(({ key }) => key === form)?.title ?? form}»`, whom);
  return approve_first ? `${asks}${words.done.looked_at(sayPeople(who?.length ? who : ['owner'], said))}` : asks;
};
