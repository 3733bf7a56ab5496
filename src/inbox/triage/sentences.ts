import type { Facts } from '#kernel/decision/model.ts';

const named = ({ name }: Facts): string => (name?.[1] ? ` «${name[1]}»` : '');

/** What happened to a triage rule, behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'triage_rule.added': (facts) => `added the triage rule${named(facts)}`,
  'triage_rule.changed': (facts) =>
    facts.tried
      ? 'changed a triage rule, which is off until it is tried again'
      : `changed a triage rule${named(facts)}`,
  'triage_rule.tried': () => 'tried a triage rule on what came last',
  'triage_rule.switched_on': () => 'switched a triage rule on',
  'triage_rule.switched_off': () => 'switched a triage rule off',
  'triage_rule.placed': () => 'put a triage rule into another place',
  'triage_rule.deleted': () => 'deleted a triage rule',
};
