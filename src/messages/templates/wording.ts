import type { PlainDate } from '#ground/time.ts';
import { withinLimits } from '#messages/fields/limits.ts';
import type { Channel, FieldGroup, Rendered } from '#messages/fields/model.ts';
import { render } from '#messages/fields/render.ts';
import { signed } from '#messages/fields/signature.ts';
import { variantFor } from '#messages/fields/variants.ts';
import type { Content } from './model.ts';
import type { Previewed } from './port.ts';

export type Worded = Rendered & { locale: string };

/** A usable wording in the reader's language, signed where it is (ME-9, ME-23); null when no variant fits, or the values are beyond all limits. */
export const worded = (
  { variants, default_locale, signature }: Content,
  { values, locales }: Pick<Previewed, 'values' | 'locales'>,
  { channel, today, groups }: { channel: Channel; today: PlainDate; groups: readonly FieldGroup[] },
): Worded | null => {
  const variant = variantFor(variants, locales, default_locale);
  if (!variant) return null;
  const source = channel === 'email' && signature ? signed(variant) : variant;
  const { locale } = variant;
  const done = withinLimits(() => render(source, { values, locale, channel, today, groups }));
  return done && { ...done, locale };
};
