import type { Facts } from '#kernel/decision/model.ts';

/** What was decided about senders, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'sender_rule.added': ({ pattern, list }) =>
    `${list?.[1] === 'allow' ? 'lets mail in' : 'sets mail aside from now on'}${pattern?.[1] ? ` from ${pattern[1]}` : ''}`,
  'sender_rule.deleted': () => 'took a sender off the list',
  'sender_rule.undone': () => 'took a change of the lists of senders back',
};
