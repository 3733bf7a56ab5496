import type { Facts } from '#kernel/decision/model.ts';

const named = ({ name }: Facts): string => (name?.[1] ? ` «${name[1]}»` : '');

/** What happened to views of the inbox, behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'item_view.added': (facts) =>
    `saved the view of the inbox${named(facts)}${facts.shared?.[1] ? ' for everybody' : ''}`,
  'item_view.changed': ({ shared, name }) => {
    if (shared) return shared[1] ? 'shared a view of the inbox with everybody' : 'made a view of the inbox private';
    return name ? `renamed a view of the inbox${named({ name })}` : 'changed a view of the inbox';
  },
  'item_view.deleted': () => 'removed a view of the inbox',
  'item_view.undone': () => 'took a change of a view of the inbox back',
};
