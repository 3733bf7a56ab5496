import type { Facts } from '#kernel/decision/model.ts';

const named = ({ name }: Facts): string => (name?.[1] ? ` «${name[1]}»` : '');

/** What happened to a category of items, behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'item_category.added': (facts) => `added the category of items${named(facts)}`,
  'item_category.changed': (facts) => `changed a category of items${named(facts)}`,
  'item_category.deleted': () => 'deleted a category of items',
};
