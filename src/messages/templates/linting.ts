import { sayList } from '#ground/words.ts';
import { askedIn, check } from '#messages/fields/check.ts';
import type { Channel, Fault, FieldGroup, Fields } from '#messages/fields/model.ts';
import { fieldsByName, sampleValues } from '#messages/fields/names.ts';
import { render } from '#messages/fields/render.ts';
import { SEGMENTS_TO_WARN, smsLength } from '#messages/fields/sms.ts';
import type { TemplateModule, Variant } from './model.ts';

interface Asked {
  variant: Variant;
  channel: Channel;
  module: TemplateModule;
  groups: readonly FieldGroup[];
}

export interface Linted {
  /** Keep it from being sent. */
  faults: Fault[];
  /** Worth a look; it can be sent all the same. */
  warnings: string[];
}

/** What can be said about a variant without a record (ME-122). */
export const lint = (asked: Asked): Linted => {
  const faults = check(asked.variant, asked.channel, asked.groups);
  if (faults.length) return { faults, warnings: [] };
  return { faults, warnings: [...holding(asked), ...long(asked), ...noWayOut(asked)] };
};

/** Fields without fallback that may have no value: such a message waits (ME-12). */
export const heldFor = ({ variant, channel, groups }: Omit<Asked, 'module'>): string[] => {
  const known = fieldsByName(groups);
  const { missing } = render(variant, {
    values: { groups: sure(groups) },
    locale: variant.locale,
    channel,
    today: '2026-01-01',
    groups,
  });
  return missing.filter((name) => known.get(name)?.may_be_missing);
};

/** Sample values of what is never missing, and of nothing else. */
const sure = (groups: readonly FieldGroup[]): Record<string, Fields> =>
  Object.fromEntries(
    groups.map(({ name, fields }) => [
      name,
      Object.fromEntries(fields.filter((field) => !field.may_be_missing).map((field) => [field.name, field.sample])),
    ]),
  );

const holding = (asked: Asked): string[] => {
  const names = heldFor(asked);
  return names.length
    ? [`A message waits while it has no ${sayList(names)}. Write a fallback, or ask with {% if %} whether it is there.`]
    : [];
};

const long = ({ variant, channel, groups }: Asked): string[] => {
  if (channel !== 'sms') return [];
  const given = { values: sampleValues(groups), locale: variant.locale, channel, today: '2026-01-01', groups };
  const { segments } = smsLength(render(variant, given).text);
  return segments > SEGMENTS_TO_WARN
    ? [`With sample values it is ${segments} segments long, and each is paid for.`]
    : [];
};

/** A reminder offers a way to be left alone (ME-113). */
const noWayOut = ({ variant, channel, module, groups }: Asked): string[] =>
  module === 'collections' && channel === 'email' && !askedIn(variant, groups).includes('links.unsubscribe_link')
    ? ['A reminder has no unsubscribe link.']
    : [];
