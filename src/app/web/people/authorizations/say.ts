import { sayDay } from '#ground/words.ts';
import type { AuthorizationValues } from './values.ts';
import { capital, words } from './words.ts';

/** One field of the form in words, for comparing two of them. Pure. */
export const sayField = (field: keyof AuthorizationValues, values: AuthorizationValues): string => {
  if (field === 'lines')
    return values.lines
      .map(({ code, measure, total }) => [code, total, words.measures[measure].toLowerCase()].filter(Boolean).join(' '))
      .join('; ');
  if (field === 'state') return words.states[values.state];
  if (field === 'kind') return capital(values.kind ?? '');
  if (field === 'valid_from' || field === 'valid_to') return values[field] ? sayDay(values[field]) : '';
  return values[field];
};
