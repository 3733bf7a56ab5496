import { sayList } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';

/** What happened to a contact, as a timeline says it behind the actor's name (PE-105). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'contact.added': (facts) => `added the contact${named(facts)}`,
  'contact.changed': (facts) =>
    `changed ${sayList(Object.keys(facts).map((field) => `the ${field.replaceAll('_', ' ')}`))} of a contact`,
  'contact.deleted': () => 'deleted a contact',
  'contact.restored': () => 'brought a contact back',
  'contact.erased': () => 'erased everything personal of a contact',
  'contact.merged': () => 'merged a contact into another',
  'contact.absorbed': () => 'merged another contact into it',
  'contact.unmerged': () => 'reversed a merge of contacts',
  'contact.undone': () => 'took back a change of a contact',
  'contact_link.added': (facts) => `put a contact here${labelled(facts)}`,
  'contact_link.changed': (facts) =>
    facts.primary?.[1] ? 'made a contact the primary one' : 'changed how a contact belongs here',
  'contact_link.removed': () => 'took a contact away from here',
  'contact_link.undone': () => 'took back a change of a contact',
};

const named = (facts: Facts): string => {
  const name = [facts.given_name?.[1], facts.family_name?.[1]].filter(Boolean).join(' ');
  return name && ` ${name}`;
};
const labelled = (facts: Facts): string => (facts.label?.[1] ? ` as ${facts.label[1]}` : '');
