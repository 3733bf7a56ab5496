import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';

/** Whom a practice alerts when an item needs allocating (IN-170). */

export const alertsBody = z.strictObject({
  /** Addresses between semicolons, commas or lines. */
  text: z.string().max(20_000, 'At most 20,000 characters.'),
});

export interface AlertList extends Thing {
  addresses: string[];
}

/** An address that was not kept, by name. */
export interface Refused {
  address: string;
  code: 'not_an_address' | 'own_address' | 'too_many';
  because: string;
}

export type AlertListCommand = {
  do: 'set';
  text: string /** The domain of intake addresses. */;
  domain: string | null;
};

/** What an alert is about that is no item. */
export interface AlertWords {
  title: string;
  below: string;
  /** Path on this Tickmark. */
  url: string;
}

/** An alert that no mail could bring. */
export interface FailedAlert {
  id: Id;
  address: string;
  at: Instant;
  because: string;
}
