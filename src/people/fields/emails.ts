import { z } from 'zod';

export interface Email {
  address: string;
  label: string;
  primary: boolean;
}

/** Trimmed, the domain in lower case: «Anna@Bay.Example » → «Anna@bay.example» (PE-12). */
export const tidyEmail = (typed: string): string => {
  const text = typed.trim();
  const at = text.lastIndexOf('@');
  return at < 0 ? text : text.slice(0, at) + text.slice(at).toLowerCase();
};

/** Looks like an address; whether anybody reads it is not asked (PE-12). */
export const isEmail = (address: string): boolean =>
  address.length <= 254 && /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(address);

/** Two addresses that reach the same box, as far as anybody can tell. */
export const sameEmail = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const emailAddress = z
  .string()
  .transform(tidyEmail)
  .refine(isEmail, 'This is not an e-mail address, for example «anna@bay.example».');

export const LIMIT = 20;
export const label = z.string().trim().max(40, 'A label has at most 40 characters.').default('');

/** The first stands in front when nobody says otherwise; two cannot. */
export const onePrimary = <T extends { primary: boolean }>(entries: T[]): T[] =>
  entries.some((entry) => entry.primary) ? entries : entries.map((entry, i) => ({ ...entry, primary: i === 0 }));

export const atMostOnePrimary = (entries: readonly { primary: boolean }[]): boolean =>
  entries.filter((entry) => entry.primary).length <= 1;

/** At most 20, each once, one of them primary (PE-11, PE-12). */
export const emails = z
  .array(z.strictObject({ address: emailAddress, label, primary: z.boolean().default(false) }))
  .max(LIMIT, `At most ${LIMIT} e-mail addresses.`)
  .refine(atMostOnePrimary, 'Only one e-mail address can be the primary one.')
  .refine(
    (all) => new Set(all.map(({ address }) => address.toLowerCase())).size === all.length,
    'The same e-mail address stands here twice.',
  )
  .transform(onePrimary<Email>);

/** Where mail goes: the primary address, and no other takes its place by itself (PE-12). */
export const primaryEmail = (all: readonly Email[]): string | null =>
  all.find((email) => email.primary)?.address ?? null;
