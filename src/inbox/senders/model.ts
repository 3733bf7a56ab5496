import { z } from 'zod';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';

/** What a practice decided about a sender, once and for all (IN-70). */

export const LISTS = ['block', 'allow'] as const;
export type SenderList = (typeof LISTS)[number];

const PATTERN =
  /^(?:[^\s@<>]{1,64}@)?(?:[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*)\.)+[a-z0-9\u0080-\uffff-]{2,}$/;

export const newSenderRule = z.strictObject({
  /** An address, or a domain, which stands for all below it too. */
  pattern: z
    .string()
    .trim()
    .toLowerCase()
    .max(254, 'At most 254 characters.')
    .regex(PATTERN, 'Give an e-mail address, or a domain like example.com.'),
  list: z.enum(LISTS).default('block'),
});

export interface SenderRule extends Thing {
  pattern: string;
  list: SenderList;
  deleted_at: Instant | null;
}

export type SenderRuleCommand = ({ do: 'add' } & z.infer<typeof newSenderRule>) | { do: 'delete' };

export interface SenderRuleState {
  /** Version 0: about to be made. */
  rule: SenderRule;
  /** The patterns of the others. */
  taken: readonly string[];
}
