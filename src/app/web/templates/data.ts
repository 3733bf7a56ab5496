import { useMemo } from 'react';
import type { Id } from '#ground/id.ts';
import { useThing } from '#kernel/ui/query.ts';
import type { Channel, Field, FieldGroup } from '#messages/fields/model.ts';
import type { SmsLength } from '#messages/fields/sms.ts';
import type { Content, TemplateModule, Use, VariantFault } from '#messages/templates/model.ts';

/** What the API answers about templates, as these screens read it. */

export const TEMPLATES = '/message-templates';

interface About {
  id: Id;
  version: number;
  channel: Channel;
  module: TemplateModule;
  name: string;
  purpose: string | null;
  newest: number;
  usable: number | null;
  archived_at: string | null;
  may_write: boolean;
  used_by: Use[];
  saved_at: string | null;
}

export interface TemplateRow extends About {
  locales: string[];
  faults: number;
}

export interface TemplateDetail extends About {
  content: Content | null;
  faults: VariantFault[];
  removed: string[];
  saved_by: string | null;
}

export interface VersionRow {
  n: number;
  saved_at: string;
  by_name: string | null;
  faults: number;
}

export interface PreviewAnswer {
  title: string | null;
  locale: string;
  subject: string | null;
  html: string | null;
  text: string;
  used: Record<string, string>;
  fallbacks: string[];
  missing: string[];
  sms: SmsLength | null;
  faults: VariantFault[];
}

interface GroupAnswer {
  name: string;
  label: string;
  each: string | null;
  fields: (Pick<Field, 'label' | 'format' | 'may_be_missing'> & { name: string })[];
}

/** A field as the picker and the chips call it. */
export interface NamedField {
  name: string;
  label: string;
  group: string;
  format: Field['format'];
  may_be_missing: boolean;
}

export interface Merge {
  groups: readonly FieldGroup[];
  fields: readonly NamedField[];
}

/** The fields there are, for the picker and for the checks that run while one types. */
export const useMergeFields = (): Merge | undefined => {
  const { data } = useThing<{ items: GroupAnswer[] }>('/merge-fields');
  return useMemo(() => data && { groups: data.items.map(groupOf), fields: data.items.flatMap(namedFields) }, [data]);
};

const groupOf = ({ name, label, each, fields }: GroupAnswer): FieldGroup => ({
  name,
  label,
  ...(each && { each }),
  fields: fields.map((field) => ({ ...field, name: field.name.replace(`${name}.`, ''), sample: null })),
});

const namedFields = (group: GroupAnswer): NamedField[] =>
  group.fields.map((field) => ({ ...field, group: group.name === field.name ? '' : group.label }));

/** Fields as the picker calls them: «Client · Phone, Contact · Mobile». */
export const sayFields = (names: readonly string[], { fields }: Merge): string =>
  names
    .map((name) => {
      const field = fields.find((one) => one.name === name);
      return field ? sayField(field) : name;
    })
    .join(', ');

export const sayField = ({ group, label }: Pick<NamedField, 'group' | 'label'>): string =>
  [group, label].filter(Boolean).join(' · ');

/** `en-AU` → «Australian English». */
export const languageName = (locale: string): string => {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
};

export const useTemplate = (id: Id) => useThing<TemplateDetail>(`${TEMPLATES}/${id}`);
