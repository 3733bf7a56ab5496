import type { PlainDate } from '#ground/time.ts';

export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How a value is written when no filter says otherwise (ME-17). A `link` may stand in an address, a `table` only in e-mail. */
export type Format = 'text' | 'number' | 'money' | 'date' | 'link' | 'list' | 'table';

/** `amount` is a decimal text, `currency` an ISO code. */
export interface Money {
  amount: string;
  currency: string;
}
/** Cells are escaped and formatted here, like any other value. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly FieldValue[])[];
}
/** A date is `YYYY-MM-DD`; several amounts are a total in several currencies; several texts are a list. */
export type FieldValue = string | number | Money | readonly Money[] | readonly string[] | Table | null;

/** A field as its owner describes it (ME-88): `name` without the group, for example `first_name` or `1.full_name`. */
export interface Field {
  name: string;
  /** For the picker: «First name». */
  label: string;
  format: Format;
  may_be_missing: boolean;
  sample: FieldValue;
}

/** What a message is about; it decides which groups exist there (ME-22). */
export const PLACES = ['prospect', 'client', 'employee', 'invoice', 'item', 'document'] as const;
export type Place = (typeof PLACES)[number];

/** Merge fields that belong together, brought by the room that owns them (ME-88). */
export interface FieldGroup {
  /** `client` in `{{ client.name }}`. A group whose only field has its own name is asked for by it alone: `{{ today }}`. */
  name: string;
  label: string;
  fields: readonly Field[];
  /** The group its entries are of, where the group is a list as well: `{% for invoice in invoices %}` (ME-15). */
  each?: string;
  /** Where it exists; everywhere when absent. */
  places?: readonly Place[];
}

/** field → value. What is absent is missing. */
export type Fields = Readonly<Record<string, FieldValue>>;
export interface Values {
  /** group → field → value. */
  groups: Readonly<Record<string, Fields>>;
  /** List → its entries, in the order they are told. */
  lists?: Readonly<Record<string, readonly Fields[]>>;
}

export interface Source {
  subject: string | null;
  /** HTML with fields for e-mail, plain text for SMS. */
  body: string;
  /** A text part written by hand; without one it is derived (ME-7). */
  text?: string | null;
}

export interface Given {
  values: Values;
  /** The variant's: dates and money follow it (ME-23). */
  locale: string;
  channel: Channel;
  /** The practice's day on which the message leaves. */
  today: PlainDate;
  groups: readonly FieldGroup[];
  /** Typographic characters become plain in an SMS; on when absent (ME-27). */
  plain?: boolean;
}

export interface Rendered {
  subject: string | null;
  html: string | null;
  text: string;
  /** name → the value as it stands in the message; an entry of a list is `invoices.1.number`. */
  used: Record<string, string>;
  /** Fields that had no value, where the template's own words stand instead. */
  fallbacks: string[];
  /** Fields that had no value and no words: the message may not leave (ME-12). */
  missing: string[];
}

/** Something that keeps a version from being used (ME-11), at its place in the source, counted from 1. */
export interface Fault {
  part: 'subject' | 'body' | 'text';
  line: number;
  column: number;
  /** snake_case. */
  code: string;
  sentence: string;
  /** The nearest name that exists. */
  nearest: string | null;
}
