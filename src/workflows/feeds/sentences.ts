import type { Facts } from '#kernel/decision/model.ts';
import type { Verb } from './model.ts';

/** What happened to calendar feeds, behind the actor's name. */
export const SENTENCES: Record<Verb, (facts: Facts, name: (id: string) => string) => string> = {
  'calendar_feed.made': (facts, name) => `made a calendar feed of ${about(facts, name)}`,
  'calendar_feed.renewed': () => 'gave a calendar feed a new address',
  'calendar_feed.revoked': () => 'revoked a calendar feed',
  'calendar_feed.fetched': () => 'answered a calendar program',
};

const about = (facts: Facts, name: (id: string) => string): string => {
  const client = facts.client_id?.[1];
  if (client) return `what is due for ${name(String(client))}`;
  return facts.about?.[1] === 'mine' ? 'their own due dates' : 'everyone’s due dates';
};
