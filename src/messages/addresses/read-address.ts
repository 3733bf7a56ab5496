import { isEmail, tidyEmail } from '#people/fields/emails.ts';
import { canBeTexted, readPhone } from '#people/fields/phones.ts';
import type { Channel } from './model.ts';

/**
 * What somebody typed as the address it stands for: an e-mail in lower case, a number as E.164 read with the country
 * (ME-33). Null when it is none.
 */
export const readAddress = (channel: Channel, typed: string, country: string | null): string | null => {
  if (channel === 'email') return isEmail(tidyEmail(typed)) ? tidyEmail(typed).toLowerCase() : null;
  const read = readPhone(typed, country);
  return canBeTexted(read) ? read.number : null;
};

/** The sentence for an address that is none. */
export const NO_ADDRESS: Readonly<Record<Channel, string>> = {
  email: 'This is not an e-mail address, for example «anna@bay.example».',
  sms: 'This number cannot be texted. Write it with its country, for example «+44 20 7946 0000».',
};
