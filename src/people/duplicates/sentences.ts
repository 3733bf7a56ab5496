import type { Facts } from '#kernel/decision/model.ts';

/** What happened to two records that may be one, as a timeline says it behind the actor's name (PE-105). */
export const SENTENCES: Record<string, (facts: Facts, name: (id: string) => string) => string> = {
  'merge.made': (facts, name) =>
    `merged ${name(String(facts.absorbed_id?.[1]))} into ${name(String(facts.survivor_id?.[1]))}`,
  'merge.reversed': () => 'reversed a merge: each side has back what it had',
  'duplicate.dismissed': () => 'said that two records are not duplicates',
  'duplicate.undone': () => 'took back that two records are not duplicates',
  'role_holding.unmerged': () => 'gave a role back with a merge that was reversed',
  'waitlist_entry.unmerged': () => 'put a stay on the waitlist back with a merge that was reversed',
  'contact_link.moved': () => 'moved a contact here with a merge',
  'contact_link.unmerged': () => 'gave a contact back with a merge that was reversed',
};
