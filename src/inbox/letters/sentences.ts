import type { Facts } from '#kernel/decision/model.ts';

/** What happened to templates of letters, as a timeline says it behind the actor's name. */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'letter_template.added': ({ name }) => `added the letter template «${String(name?.[1] ?? '')}»`,
  'letter_template.changed': ({ file_id }) =>
    file_id ? 'gave the letter template another file' : 'changed the letter template',
  'letter_template.deleted': () => 'took the letter template away',
};
