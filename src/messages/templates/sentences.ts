import type { Facts } from '#kernel/decision/model.ts';

/** What happened to a template, as a timeline says it behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'message_template.created': (facts) => `wrote the template «${facts.name?.[1]}»`,
  'message_template.changed': (facts) =>
    facts.name
      ? `renamed the template from «${facts.name[0]}» to «${facts.name[1]}»`
      : 'changed what the template is for',
  'message_template.saved': (facts) =>
    facts.usable
      ? `saved version ${facts.newest?.[1]} of the template`
      : `saved version ${facts.newest?.[1]} of the template, which cannot be sent yet`,
  'message_template.archived': () => 'archived the template',
  'message_template.restored': (facts) =>
    facts.name ? `restored the template as «${facts.name[1]}»` : 'restored the template',
  'message_template.undone': () => 'took back a change of the template',
  'message_template_version.made': (facts) => `kept version ${facts.n?.[1]} of the wording`,
};
