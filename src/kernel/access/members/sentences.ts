import { sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Told } from '../told.ts';

/** What happened to a member, as the audit says it behind the actor's name: «Anna» «invited Ben as Manager» (PL-101). */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'member.founded': (_, event) => `made ${whose(event)} the first Owner`,
  'member.invited': (facts, event) => `invited ${whose(event)} as ${called(event, after(facts, 'role_id'))}`,
  'member.invited_again': (_, event) => `sent ${whose(event)} a new invitation`,
  'member.withdrawn': (_, event) => `withdrew the invitation of ${whose(event)}`,
  'member.joined': () => 'accepted the invitation and joined',
  'member.changed': (facts, event) =>
    own(event) ? `changed their ${fields(facts)}` : `changed the ${fields(facts)} of ${whose(event)}`,
  'member.role_changed': (facts, event) =>
    `changed the role of ${whose(event)} from ${called(event, before(facts, 'role_id'))} to ${called(event, after(facts, 'role_id'))}`,
  'member.deactivated': (facts, event) =>
    `deactivated ${whose(event)}; ${
      after(facts, 'successor_id')
        ? `${called(event, after(facts, 'successor_id'))} takes over the open work`
        : 'the open work needs an owner'
    }`,
  'member.reactivated': (_, event) => `made ${whose(event)} active again`,
};

/** The name of the member an event is about. */
export const whose = (event: Told): string =>
  event.name?.(idOf(event.thing)) || String(after(event.facts, 'name') ?? 'a member');

/** Whether somebody did it to themselves. */
export const own = ({ actor, thing }: Told): boolean => actor === thing;

const called = (event: Told, id: Json): string => event.name?.(String(id)) || 'a role or member that is gone';
const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
const before = (facts: Facts, field: string): Json => facts[field]?.[0] ?? null;
const fields = (facts: Facts): string => sayList(Object.keys(facts).map((field) => field.replaceAll('_', ' ')));
