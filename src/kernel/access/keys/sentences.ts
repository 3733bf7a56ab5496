import { sayDay } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Told } from '../told.ts';

/** What happened to a key, as the audit says it behind the actor's name (PL-44, PL-101). */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'key.made': (facts, event) => {
    const role = facts.role_id?.[1];
    const holder = role ? ` with the role ${event.name?.(String(role)) || 'of a role that is gone'}` : '';
    return `made the key «${facts.name?.[1]}»${holder}, valid to ${sayDay(String(facts.expires_at?.[1]))}`;
  },
  'key.revoked': (_, event) => `revoked the key «${event.name?.(idOf(event.thing)) || 'that is gone'}»`,
  'key.used': () => 'was used',
};
