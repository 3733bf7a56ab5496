import { z } from 'zod';
import type { PracticeFacts } from '#kernel/decision/model.ts';

const MOST_LINES = 6;

/** What a practice sets for its letters: `practice.settings.letters`. */
export const letterSettings = z.strictObject({
  /** Below its name at the top of a letter in the built-in layout: address, phone, registration; a line each (IN-117). */
  letterhead: z
    .string()
    .trim()
    .max(400, 'A letterhead has at most 400 characters.')
    .refine((text) => text.split('\n').length <= MOST_LINES, `A letterhead has at most ${MOST_LINES} lines.`)
    .default(''),
});

/** The lines of the letterhead below the practice's name. */
export const headOf = ({ settings }: Pick<PracticeFacts, 'settings'>): string[] =>
  letterSettings
    .parse(settings.letters ?? {})
    .letterhead.split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
