import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isTimeZone } from '#ground/time.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { MFA_POLICIES, SESSION_MODES } from '../sessions/model.ts';
import type { CalendarCommand } from './calendar.ts';

const isCurrency = (code: string): boolean =>
  /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code);

const isLocale = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text)[0] === text;
  } catch {
    return false;
  }
};

export const practiceName = z
  .string()
  .trim()
  .min(1, 'Give the practice’s name.')
  .max(120, 'A name has at most 120 characters.');
export const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{1,28})[a-z0-9]$/,
    'The short name has 3 to 30 of a–z, 0–9 and -, with no - at the ends.',
  );
export const country = z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters, for example AU.');
export const timeZone = z.string().refine(isTimeZone, 'This is not a time zone, for example «Australia/Sydney».');
export const currency = z.string().refine(isCurrency, 'A currency is three capital letters, for example AUD.');
export const locale = z.string().refine(isLocale, 'A locale looks like «en-AU».');

/** Months that what happened is kept at most. */
const LONGEST_RETENTION = 1200;

/** A row of app.practice. */
export interface Practice {
  id: Id;
  version: number;
  name: string;
  slug: string;
  kind: 'live' | 'demo' | 'sandbox';
  sandbox_of: Id | null;
  country: string;
  time_zone: string;
  locale: string;
  currency: string;
  working_days: number[];
  send_hour: string;
  /** 0 to 23: when an occurrence wakes on its day (CA-34). */
  start_hour: number;
  /** Whose holidays were listed; null where nobody's were. */
  holiday_region: string | null;
  mfa: (typeof MFA_POLICIES)[number];
  session_mode: (typeof SESSION_MODES)[number];
  /** How long what happened is kept (PL-106). */
  retention_months: number;
  settings: Record<string, Json>;
}

/** Settings of the rooms, each under its own name: the house gives one schema per name. */
export type SettingSchemas = Readonly<Record<string, z.ZodType>>;

export const practiceChanges = (settings: SettingSchemas) =>
  z
    .strictObject({
      name: practiceName,
      slug,
      country,
      time_zone: timeZone,
      locale,
      currency,
      working_days: z.array(z.int().min(1).max(7)).min(1, 'Choose at least one working day.').max(7),
      send_hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'An hour is written HH:MM.'),
      mfa: z.enum(MFA_POLICIES),
      session_mode: z.enum(SESSION_MODES),
      retention_months: z.int().min(1).max(LONGEST_RETENTION, 'At most 1,200 months: a hundred years.'),
      settings: z.strictObject(settings).partial(),
    })
    .partial();
export type PracticeChanges = z.infer<ReturnType<typeof practiceChanges>>;

export type PracticeCommand = { do: 'change'; changes: PracticeChanges } | CalendarCommand;
true satisfies PracticeCommand extends Command ? true : false;
