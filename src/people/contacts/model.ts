import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Actor, Command } from '#kernel/decision/model.ts';
import { type Email, emails, label } from '#people/fields/emails.ts';
import { type Phone, phones } from '#people/fields/phones.ts';
import { language, line, nameLine } from '#people/fields/text.ts';
import type { LinkedPerson } from './port.ts';

const links = z
  .array(z.strictObject({ person: z.uuid(), label, primary: z.boolean().default(false) }))
  .max(50, 'A contact belongs to at most 50 records.')
  .refine((all) => new Set(all.map(({ person }) => person)).size === all.length, 'The same record stands here twice.');

const fields = {
  given_name: nameLine,
  family_name: nameLine,
  job_title: line(120),
  emails,
  phones,
  locale: language.nullable(),
  /** At whom the contact is reached. */
  links,
  /** A contact's e-mail that is the member's own is asked about once before it is saved (PL-36). */
  confirm_own_email: z.boolean(),
};
export const newContact = z.strictObject(fields).partial();
export type NewContact = z.infer<typeof newContact>;
/** A merge patch (PL-68); `links` replaces the whole list. */
export const contactChanges = z.strictObject(fields).partial();
export type ContactChanges = z.infer<typeof contactChanges>;
export type GivenLink = z.infer<typeof links>[number];

/** A human being reached at one or several persons. */
export interface Contact {
  id: Id;
  version: number;
  given_name: string | null;
  family_name: string | null;
  job_title: string | null;
  emails: Email[];
  phones: Phone[];
  locale: string | null;
  also_known_as: string[];
  merged_into: Id | null;
  deleted_at: Instant | null;
  erased_at: Instant | null;
  /** Set by the loop; absent on a record that is about to be made. */
  created_at?: Instant;
  created_by?: Actor;
}

export interface ContactLink {
  id: Id;
  version: number;
  contact_id: Id;
  person_id: Id;
  label: string;
  primary: boolean;
  deleted_at: Instant | null;
}

export interface ContactState {
  /** Version 0: about to be made. */
  contact: Contact;
  links: readonly ContactLink[];
  /** Where another contact is the primary one of a person that is linked: it gives way. */
  rivals: readonly ContactLink[];
  /** Persons that are linked or shall be, by id. */
  persons: ReadonlyMap<Id, LinkedPerson>;
  /** The e-mail of the member who acts. */
  own_email: string | null;
}

export type ContactCommand =
  | ({ do: 'add' } & NewContact)
  | ({ do: 'change' } & ContactChanges)
  | { do: 'delete' }
  | { do: 'restore' }
  /** With the person it belongs to (PE-29). */
  | { do: 'erase' };
true satisfies ContactCommand extends Command ? true : false;

export const fullName = ({ given_name, family_name }: Pick<Contact, 'given_name' | 'family_name'>): string =>
  [given_name, family_name].filter(Boolean).join(' ');

/** Fields whose values go to the private part of an event (PE-29, PL-102). */
export const PERSONAL = ['given_name', 'family_name', 'job_title', 'emails', 'phones', 'also_known_as'] as const;

export const blankContact = (id: Id): Contact => ({
  id,
  version: 0,
  given_name: null,
  family_name: null,
  job_title: null,
  emails: [],
  phones: [],
  locale: null,
  also_known_as: [],
  merged_into: null,
  deleted_at: null,
  erased_at: null,
});

export const blankLink = (id: Id): ContactLink => ({
  id,
  version: 0,
  contact_id: '',
  person_id: '',
  label: '',
  primary: false,
  deleted_at: null,
});
