import { sayList } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';

/** What happened to a tag, as a timeline says it behind the actor's name (PE-61, PE-63). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'tag.added': (facts) => `made the tag «${facts.name?.[1]}»`,
  'tag.changed': (facts) =>
    facts.name
      ? `renamed the tag from «${facts.name[0]}» to «${facts.name[1]}»`
      : `changed ${sayList(Object.keys(facts).map((field) => WHAT[field] ?? `the ${field.replaceAll('_', ' ')}`))} of the tag`,
  'tag.deleted': () => 'deleted the tag',
  'tag.restored': () => 'brought the tag back',
  'tag.undone': () => 'took back a change of the tag',
};

const WHAT: Readonly<Record<string, string>> = { colour: 'the colour', applies_to: 'what it is for' };
