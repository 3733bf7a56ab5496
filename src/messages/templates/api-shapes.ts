import { z } from '@hono/zod-openapi';
import { CHANNELS, PLACES } from '#messages/fields/model.ts';
import { content, TEMPLATE_MODULES } from './model.ts';

const about = {
  id: z.uuid(),
  version: z.int(),
  channel: z.enum(CHANNELS),
  module: z.enum(TEMPLATE_MODULES),
  name: z.string(),
  purpose: z.string().nullable(),
  /** The number of the newest version; 0: nothing is written yet. */
  newest: z.int(),
  /** The number of the newest version that may be sent. */
  usable: z.int().nullable(),
  archived_at: z.string().nullable(),
  may_write: z.boolean(),
};

const use = z.object({ id: z.uuid(), name: z.string(), url: z.string() });

export const fault = z
  .object({
    locale: z.string(),
    part: z.enum(['subject', 'body', 'text']),
    line: z.int(),
    column: z.int(),
    code: z.string(),
    sentence: z.string(),
    nearest: z.string().nullable(),
  })
  .openapi('TemplateFault');

export const templateRow = z
  .object({ ...about, locales: z.array(z.string()), saved_at: z.string(), faults: z.int(), used_by: z.array(use) })
  .openapi('MessageTemplateRow');

export const templateDetail = z
  .object({
    ...about,
    content: content.nullable(),
    faults: z.array(fault),
    /** What the last save took out of the HTML. */
    removed: z.array(z.string()),
    saved_at: z.string().nullable(),
    saved_by: z.string().nullable(),
    used_by: z.array(use),
  })
  .openapi('MessageTemplate');

export const versionRow = z
  .object({ n: z.int(), saved_at: z.string(), saved_by: z.string(), by_name: z.string().nullable(), faults: z.int() })
  .openapi('MessageTemplateVersionRow');

export const templateVersion = z
  .object({
    n: z.int(),
    content,
    faults: z.array(fault),
    removed: z.array(z.string()),
    saved_at: z.string(),
    saved_by: z.string(),
  })
  .openapi('MessageTemplateVersion');

export const previewBody = z.strictObject({
  /** What it is shown for; without one, for sample values. */
  record: z
    .strictObject({ place: z.enum(PLACES), id: z.uuid() })
    .nullable()
    .default(null),
  /** A language that is written; else the one that fits the record. */
  locale: z.string().max(35).optional(),
  /** Wording that is not saved yet. */
  content: content.optional(),
});

export const preview = z
  .object({
    title: z.string().nullable(),
    locale: z.string(),
    subject: z.string().nullable(),
    html: z.string().nullable(),
    text: z.string(),
    used: z.record(z.string(), z.string()),
    fallbacks: z.array(z.string()),
    missing: z.array(z.string()),
    sms: z.object({ alphabet: z.enum(['gsm7', 'ucs2']), units: z.int(), segments: z.int() }).nullable(),
    faults: z.array(fault),
  })
  .openapi('MessagePreview');

const field = z.object({
  /** As a template writes it. */
  name: z.string(),
  label: z.string(),
  format: z.enum(['text', 'number', 'money', 'date', 'link', 'list', 'table']),
  may_be_missing: z.boolean(),
});
export const fieldGroup = z
  .object({ name: z.string(), label: z.string(), each: z.string().nullable(), fields: z.array(field) })
  .openapi('MergeFieldGroup');
