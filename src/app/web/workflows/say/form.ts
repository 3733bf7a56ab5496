import type { FormStep } from '#workflows/definitions/content.ts';
import type { Said } from './who.ts';
import { words } from './words.ts';

/** Who is asked what: «Asks the primary contact with «Your details»». */
export const sayForm = ({ form, recipient }: Pick<FormStep, 'form' | 'recipient'>, { facts }: Said): string => {
  const whom = words.recipients[recipient];
  if (!form) return words.asks_nothing(whom);
  return words.asks(`«${facts?.forms.find(({ key }) => key === form)?.title ?? form}»`, whom);
};
