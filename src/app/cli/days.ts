import { InvalidArgumentError } from 'commander';
import { isDate } from '#ground/time.ts';

/** A day as an option of a command. */
export const dayOf = (text: string): string => {
  if (!isDate(text)) throw new InvalidArgumentError('A day looks like 2026-11-23.');
  return text;
};
