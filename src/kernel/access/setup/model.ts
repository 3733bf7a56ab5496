import { z } from 'zod';
import { email } from '../members/model.ts';
import { country, currency, practiceName, timeZone } from '../practice/model.ts';
import { password, token } from '../sessions/model.ts';

/** The one page of PL-7; `country` proposes time zone and currency. */
export const setup = z.strictObject({
  token,
  practice: z.strictObject({ name: practiceName, country, time_zone: timeZone, currency }),
  owner: z.strictObject({ name: z.string().trim().min(1, 'Give your name.').max(120), email, password }),
});
export type Setup = z.infer<typeof setup>;
