import type { Facts } from '#kernel/decision/model.ts';

/** What happened to a public form and its answers, as a timeline says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'public_form.made': () => 'made the form public',
  'public_form.published': (facts) => `published version ${facts.newest?.[1] ?? ''} of the form`.replace('  ', ' '),
  'public_form.closed': () => 'closed the form for the public',
  'public_form.opened': () => 'opened the form for the public again',
  'public_form.given': () => 'changed who gets the answers to the form',
  'public_form_version.made': (facts) => `kept version ${facts.n?.[1]} of the form`,
  'form_answer.received': (facts) =>
    facts.outcome?.[1] === 'set_aside' ? 'set an answer to a form aside' : 'took in an answer to a form',
  'form_answer.item_made': () => 'made an item of an answer that was set aside',
};
