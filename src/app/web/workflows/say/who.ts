import { peopleOf } from '#workflows/definitions/actions.ts';
import type { Content } from '#workflows/definitions/content.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';
import { words } from './words.ts';

/** What names are looked up in. */
export interface Said {
  content: Content;
  facts?:
    | Pick<DesignFacts, 'members' | 'roles' | 'tags' | 'custom_fields' | 'workflows' | 'message_templates' | 'forms'>
    | undefined;
}

/** One rule of a list of people: «manager», «anybody as Payroll», «whoever finished «Call»». */
export const sayRule = (rule: string, { content, facts }: Said): string => {
  const own = words.who[rule];
  if (own) return own;
  const name = rule.slice(rule.indexOf(':') + 1);
  if (rule.startsWith('member:')) return facts?.members.find(({ id }) => id === name)?.name ?? words.gone_member;
  if (rule.startsWith('role:'))
    return words.anybody_as(facts?.roles.find((role) => role.id === name || role.name === name)?.name ?? name);
  if (rule.startsWith('finished:'))
    return words.finished_by(content.steps.find(({ key }) => key === name)?.title ?? words.gone_step);
  return words.asked(content.settings.people_asked.find(({ key }) => key === name)?.label ?? name);
};

/** «manager, else whoever starts it»; nobody named: the run's owner. */
export const sayPeople = (rules: string | readonly string[] | undefined, said: Said): string => {
  const list = peopleOf(rules ?? []);
  return list.length ? list.map((rule) => sayRule(rule, said)).join(words.else) : words.nobody_named;
};

/** «reviewer, else manager; then second reviewer». */
export const sayReviewers = (lists: readonly (readonly string[])[], said: Said): string =>
  lists.map((rules) => (rules.length ? sayPeople(rules, said) : words.no_reviewer)).join(words.and_then);

/** Begins a line: «Manager, else …». */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
