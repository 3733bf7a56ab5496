import type { PlainDate } from '#ground/time.ts';
import { check } from '#messages/fields/check.ts';
import { faultAt } from '#messages/fields/fault.ts';
import { withinLimits } from '#messages/fields/limits.ts';
import type { Channel, FieldGroup, Rendered, Values } from '#messages/fields/model.ts';
import { render } from '#messages/fields/render.ts';
import { signed } from '#messages/fields/signature.ts';
import { type SmsLength, smsLength } from '#messages/fields/sms.ts';
import type { Variant, VariantFault } from './model.ts';

export interface Preview extends Rendered {
  locale: string;
  sms: SmsLength | null;
  /** With a fault nothing is rendered. */
  faults: VariantFault[];
}

interface Asked {
  variant: Variant;
  channel: Channel;
  signature: boolean;
  values: Values;
  today: PlainDate;
  groups: readonly FieldGroup[];
}

/** A variant as it would leave today (ME-24, ME-28). */
export const previewOf = ({ variant, channel, signature, ...about }: Asked): Preview => {
  const { locale } = variant;
  const faults = check(variant, channel, about.groups).map((fault) => ({ ...fault, locale }));
  if (faults.length) return { ...NOTHING, locale, sms: null, faults };
  const source = channel === 'email' && signature ? signed(variant) : variant;
  const done = withinLimits(() => render(source, { ...about, channel, locale }));
  if (!done)
    return {
      ...NOTHING,
      locale,
      sms: null,
      faults: [{ ...faultAt({ part: 'body', text: source.body }, 0, 'limit', TOO_MUCH), locale }],
    };
  return { ...done, locale, sms: channel === 'sms' ? smsLength(done.text) : null, faults };
};

const TOO_MUCH = 'With the values of this record it would be far too long.';
const NOTHING: Rendered = { subject: null, html: null, text: '', used: {}, fallbacks: [], missing: [] };
