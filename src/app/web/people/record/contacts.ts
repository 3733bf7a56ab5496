import type { Id } from '#ground/id.ts';
import type { Email } from '#people/fields/emails.ts';
import type { Phone } from '#people/fields/phones.ts';

/** A row of `GET /contacts`. */
export interface ContactRow {
  id: Id;
  version: number;
  full_name: string;
  given_name: string | null;
  family_name: string | null;
  job_title: string | null;
  emails: Email[];
  phones: Phone[];
  locale: string | null;
  links: ContactLine[];
}

export interface ContactLine {
  person: Id;
  kind: string;
  display_name: string;
  label: string;
  primary: boolean;
}

/** The links of a contact as the API takes them, with those to one record changed. Pure. */
export const linksWith = (
  links: readonly ContactLine[],
  person: Id,
  change: { label: string; primary: boolean } | null,
): { person: Id; label: string; primary: boolean }[] => [
  ...links
    .filter((one) => one.person !== person)
    .map(({ person: at, label, primary }) => ({ person: at, label, primary })),
  ...(change ? [{ person, ...change }] : []),
];
