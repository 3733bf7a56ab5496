import { sayDay } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';

/** What was done with the audit itself, as it says behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'audit.exported': ({ events }) =>
    `took ${Number(events?.[1] ?? 0).toLocaleString('en')} events of the audit as a file`,
  'audit.pruned': ({ before, events }) =>
    `removed ${Number(events?.[1] ?? 0).toLocaleString('en')} events of before ${sayDay(String(before?.[1]))}, which are kept no longer; their seals stay`,
};
