import { z } from 'zod';
import { LIMIT } from './emails.ts';
import { country, line } from './text.ts';

export const ADDRESS_KINDS = ['postal', 'street', 'billing'] as const;

const part = line(120).default(null);
export const addresses = z
  .array(
    z.strictObject({
      kind: z.enum(ADDRESS_KINDS).default('postal'),
      lines: z.array(z.string().trim().max(120, 'A line has at most 120 characters.')).max(6, 'At most 6 lines.'),
      locality: part,
      region: part,
      postcode: line(20).default(null),
      country: country.nullable().default(null),
    }),
  )
  .max(LIMIT, `At most ${LIMIT} addresses.`);
export type Address = z.infer<typeof addresses>[number];

/** An address in one line, for lists, letters and files. */
export const addressLine = (address: Address): string =>
  [...address.lines, address.locality, address.region, address.postcode, address.country].filter(Boolean).join(', ');
