import type { Facts } from '#kernel/decision/model.ts';

/** Who took the audit along, as the audit says it behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'audit.exported': ({ events }) =>
    `took ${Number(events?.[1] ?? 0).toLocaleString('en')} events of the audit as a file`,
};
