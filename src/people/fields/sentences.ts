import { sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to a field of the practice's own, as a timeline says it behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'custom_field.added': (facts) => `made the field «${after(facts, 'label')}»`,
  'custom_field.changed': (facts) =>
    facts.label
      ? `renamed the field from «${facts.label[0]}» to «${facts.label[1]}»`
      : `changed ${sayList(Object.keys(facts).map((field) => `the ${field.replaceAll('_', ' ')}`))} of the field`,
  'custom_field.deleted': () => 'deleted the field; its values are kept for 30 days',
  'custom_field.restored': () => 'brought the field back with its values',
  'custom_field.forgotten': () => 'threw the kept values away, 30 days after the field was deleted',
  'custom_field.undone': () => 'took back a change of the field',
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
