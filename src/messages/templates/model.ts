import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import { CHANNELS, type Channel, type Fault } from '#messages/fields/model.ts';
import { isLocale } from '#messages/fields/variants.ts';

/** The parts of the house whose messages have templates; who may write the part, writes its templates (ME-1). */
export const TEMPLATE_MODULES = ['people', 'workflows', 'inbox', 'documents', 'collections', 'jobs'] as const;
export type TemplateModule = (typeof TEMPLATE_MODULES)[number];

export const MAX_VARIANTS = 60;

/** Longer wording is kept as a version that is not usable (ME-3); beyond this it is not read at all. */
const MOST_CHARACTERS = 300_000;
const wording = z.string().max(MOST_CHARACTERS, 'This is too long to be kept.');

const variant = z.strictObject({
  locale: z.string().refine(isLocale, 'A language is written like «en» or «en-AU».'),
  subject: wording.nullable().default(null),
  body: wording,
  /** A text part written by hand (ME-7); null: it is derived from the body. */
  text: wording.nullable().default(null),
});
export type Variant = z.infer<typeof variant>;

export const content = z
  .strictObject({
    variants: z.array(variant).min(1, 'Write at least one language.').max(MAX_VARIANTS, 'At most 60 languages.'),
    default_locale: z.string(),
    /** Whether the practice's signature stands under an e-mail (ME-9). */
    signature: z.boolean().default(true),
    /** Send even when a PDF is missing (ME-31). */
    send_without_pdf: z.boolean().default(false),
  })
  .superRefine(({ variants, default_locale }, issues) => {
    const locales = variants.map(({ locale }) => locale);
    const twice = locales.findIndex((locale, at) => locales.indexOf(locale) !== at);
    if (twice >= 0)
      issues.addIssue({
        code: 'custom',
        path: ['variants', twice, 'locale'],
        message: 'This language is there twice.',
      });
    if (!locales.includes(default_locale))
      issues.addIssue({
        code: 'custom',
        path: ['default_locale'],
        message: 'The default is one of the languages written.',
      });
  });
export type Content = z.infer<typeof content>;

const name = z
  .string()
  .trim()
  .min(1, 'Give the template a name.')
  .max(80, 'A template’s name has at most 80 characters.');
const purpose = z.string().trim().max(200, 'A purpose has at most 200 characters.').nullable();

export const newTemplate = z.strictObject({
  channel: z.enum(CHANNELS, 'A channel is «email» or «sms».'),
  module: z.enum(TEMPLATE_MODULES, `A module is one of ${TEMPLATE_MODULES.join(', ')}.`),
  name,
  purpose: purpose.default(null),
  content: content.optional(),
});
export const templateChanges = z.strictObject({ name, purpose }).partial();

/** A row; `newest` 0 stands for a template nobody has written yet, `usable` null for one that cannot be sent. */
export interface Template {
  id: Id;
  version: number;
  channel: Channel;
  module: TemplateModule;
  name: string;
  purpose: string | null;
  newest: number;
  usable: number | null;
  archived_at: Instant | null;
  archived_by: string | null;
  deleted_at: Instant | null;
}

export interface VariantFault extends Fault {
  locale: string;
}

/** One save of a template; it never changes. It may be sent when it has no fault (ME-3). */
export interface TemplateVersion {
  id: Id;
  version: number;
  template_id: Id;
  n: number;
  content: Content;
  faults: VariantFault[];
  /** What the cleaning of the HTML took out (ME-7). */
  removed: string[];
  saved_at: Instant;
  saved_by: string;
}

export type TemplateCommand =
  | ({ do: 'create' } & z.infer<typeof newTemplate>)
  | ({ do: 'change' } & z.infer<typeof templateChanges>)
  /** `seen` is the number of the version the author began from (ME-6). */
  | { do: 'save'; content: Content; seen: number }
  | { do: 'archive' }
  | { do: 'restore'; name?: string | undefined };

/** Something that names a template: a step of a workflow. */
export interface Use {
  id: Id;
  name: string;
  url: string;
}

export interface TemplateState {
  id: Id;
  template?: Template;
  /** The newest version. */
  newest?: TemplateVersion;
  /** Names of other templates that are not archived. */
  others: readonly Pick<Template, 'id' | 'channel' | 'module' | 'name'>[];
  used_by: readonly Use[];
  /** The name of who saved the newest version. */
  saved_by_name: string | null;
}
