import { z } from 'zod';

/** A line of text that may be empty: trimmed, and blank counts as «not there» (PE-10). Longer is `invalid` with the limit named (PE-11). */
export const line = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit, `At most ${limit.toLocaleString('en')} characters.`)
    .transform((text) => (text === '' ? null : text))
    .nullable();

/** Names of people and organisations (PE-11). */
export const nameLine = line(120);

/** Why somebody does something: 1–500 characters (PE-26). */
export const reason = z
  .string()
  .trim()
  .min(1, 'Say why, in a few words.')
  .max(500, 'A reason has at most 500 characters.');

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** ISO 3166-1 alpha-2. */
export const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine(
    (code) => /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && REGIONS.of(code) !== undefined,
    'This is not a country, for example «GB».',
  );

const isLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** BCP 47. */
export const language = z.string().trim().max(35).refine(isLanguage, 'A language looks like «en» or «en-AU».');

/** Erasing asks for the record's number, typed (PE-29). */
export const erasureBody = z.strictObject({ number: z.string().max(60) });
