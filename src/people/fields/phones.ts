import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { atMostOnePrimary, LIMIT, label, onePrimary } from './emails.ts';

/** `number` is E.164, or what was typed where that cannot be known; `typed` is what somebody wrote (PE-12, PL-173). */
export interface Phone {
  number: string;
  typed: string;
  label: string;
  primary: boolean;
  /** `unusual`: possible, but in no range in use today. `cannot_be_texted`: kept as typed. */
  note: 'unusual' | 'cannot_be_texted' | null;
}

type Read = Pick<Phone, 'number' | 'typed' | 'note'>;

/** A file is read row by row and then judged row by row, and each asks for its number again; reading one is slow. */
const lately = new Map<string, Read>();
const LATELY = 20_000;

/** Reads a number with the person's country: E.164 where it can be one, else kept as typed and marked (PE-12, PL-173). */
export const readPhone = (typed: string, country: string | null): Read => {
  const key = `${country} ${typed}`;
  const known = lately.get(key);
  if (known) return { ...known };
  const read = readAnew(typed, country);
  if (lately.size >= LATELY) lately.clear();
  lately.set(key, read);
  return { ...read };
};

const readAnew = (typed: string, country: string | null): Read => {
  const text = typed.trim().replace(/\s+/g, ' ');
  const region = country && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const found = parsePhoneNumberFromString(text, region);
  if (!found?.isPossible() || found.ext) return { number: text, typed: text, note: 'cannot_be_texted' };
  return { number: found.number, typed: text, note: found.isValid() ? null : 'unusual' };
};

/** Whether a text message can be sent to it at all (PE-12). */
export const canBeTexted = (phone: Pick<Phone, 'number'>): boolean => /^\+\d{6,15}$/.test(phone.number);

/** What the screens say beside a number, or null. */
export const phoneNote = (phone: Pick<Phone, 'note'>): string | null =>
  phone.note === 'cannot_be_texted'
    ? 'cannot be texted'
    : phone.note === 'unusual'
      ? 'an unusual number: check it once more'
      : null;

/** As it crosses the boundary: `typed` and `note` may come back from a page and are worked out anew. */
export const phones = z
  .array(
    z.strictObject({
      number: z.string().trim().min(1, 'Type the number.').max(60, 'A number has at most 60 characters.'),
      label,
      primary: z.boolean().default(false),
      typed: z.string().optional(),
      note: z.string().nullable().optional(),
    }),
  )
  .max(LIMIT, `At most ${LIMIT} phone numbers.`)
  .refine(atMostOnePrimary, 'Only one phone number can be the primary one.')
  .transform(onePrimary);
export type GivenPhone = z.infer<typeof phones>[number];

/** The numbers as they are kept; one that did not change keeps what was typed first. */
export const keptPhones = (given: readonly GivenPhone[], country: string | null): Phone[] =>
  given.map(({ number, label, primary, typed }) => {
    const read = readPhone(number, country);
    const typedFirst = typed && readPhone(typed, country).number === read.number ? typed.trim() : read.typed;
    return { ...read, typed: typedFirst, label, primary };
  });
