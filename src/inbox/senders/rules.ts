import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  undoable,
} from '#kernel/decision/rules.ts';
import type { SenderList, SenderRule, SenderRuleCommand, SenderRuleState } from './model.ts';

export const READS_SENDERS = reads('inbox');
/** Whoever may change all items says whose mail makes none. */
export const WRITES_SENDERS = writes('inbox', 'inbox.update_all');

/** Refuses a sender about whom something is decided already. */
export const decide = ({ rule, taken }: SenderRuleState, command: SenderRuleCommand, context: Context): Decision => {
  const no = can(context.who, WRITES_SENDERS);
  if (no) return no;
  const event = (verb: string, facts: Event['facts']): Event => ({
    verb: `sender_rule.${verb}`,
    thing: ref('sender_rule', rule.id),
    facts,
    ...undoable(context),
  });
  if (command.do === 'add') {
    if (rule.version > 0) return accept([]);
    const { do: _, ...given } = command;
    if (taken.includes(given.pattern))
      return invalid(
        problem('/pattern', 'listed_already', `${given.pattern} is on a list already. Take it away first.`),
      );
    return accept([event('added', creation({ ...rule, ...given }))]);
  }
  if (rule.version === 0 || rule.deleted_at) return notFound();
  return accept([event('deleted', difference<SenderRule>(rule, { deleted_at: context.now }))]);
};

export const evolve = (state: SenderRuleState, event: Event): SenderRuleState => ({
  ...state,
  rule: changed<SenderRule>(state.rule, event),
});

/** What may name a sender: the address, its domain and every domain above that; the nearest first. */
export const namesOf = (address: string): string[] => {
  const [, domain = ''] = address.toLowerCase().split(/@(?=[^@]*$)/);
  const parts = domain.split('.');
  const domains = parts.slice(0, -1).map((_, at) => parts.slice(at).join('.'));
  return domain ? [address.toLowerCase(), ...domains] : [];
};

/** What the lists say of a sender: the rule that names them most nearly decides, so one address of a blocked domain can be let in. */
export const listed = (
  addresses: readonly string[],
  rules: readonly Pick<SenderRule, 'pattern' | 'list'>[],
): { list: SenderList; pattern: string } | null => {
  const found = addresses.flatMap((address) => {
    const rule = namesOf(address)
      .map((name) => rules.find(({ pattern }) => pattern === name))
      .find((one) => one !== undefined);
    return rule ? [rule] : [];
  });
  return found.find(({ list }) => list === 'block') ?? found[0] ?? null;
};
