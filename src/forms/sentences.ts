import type { Facts } from '#kernel/decision/model.ts';

/** What happened to a form, as a timeline says it behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'form.created': (facts) => `made the form «${facts.title?.[1]}»`,
  'form.changed': (facts) =>
    facts.questions
      ? 'changed the questions of the form'
      : facts.title
        ? `renamed the form from «${facts.title[0]}» to «${facts.title[1]}»`
        : 'changed the introduction of the form',
  'form.archived': () => 'archived the form',
  'form.restored': () => 'restored the form',
  'form.undone': () => 'took back a change of the form',
};
