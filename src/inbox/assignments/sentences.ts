import type { Facts, Json } from '#kernel/decision/model.ts';

type Naming = (id: string) => string;

const named = (ids: Json | undefined, name: Naming): string[] =>
  Array.isArray(ids) ? ids.map((id) => name(String(id))) : [];

const said = ({ member_ids, category_ids }: Facts, name: Naming): string => {
  const whose = named(member_ids?.[1], name);
  const kinds = named(category_ids?.[1], name).map((one) => `«${one}»`);
  const parts = [
    ...(whose.length ? [`items of ${whose.join(', ')}`] : []),
    ...(kinds.length ? [`the categories ${kinds.join(', ')}`] : []),
  ];
  return parts.length ? `: ${parts.join('; ')}` : '';
};

/** Who was let act on whose items, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts, name: Naming) => string>> = {
  'inbox_assignment.given': (facts, name) => `let a member act on items of others${said(facts, name)}`,
  'inbox_assignment.changed': (facts, name) => `changed which items of others a member may act on${said(facts, name)}`,
  'inbox_assignment.undone': () => 'took a change of the inbox assignments back',
};
