import type { Facts } from '#kernel/decision/model.ts';

/** What became of a mail, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'arrival.received': () => 'took in a mail',
  'arrival.item_made': () => 'made an item of a mail',
  'arrival.added': () => 'added a mail to an item',
  'arrival.handed_on': () => 'handed a mail on to the conversation that it answers',
  'arrival.duplicate': () => 'found a mail to be there already',
  'arrival.set_aside': () => 'set a mail aside',
};
