import { sayDay } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Told } from '../told.ts';
import type { NewDelegation } from './model.ts';

/** What happened to a delegation, as the audit says it behind the actor's name: «B for A» (PL-34, PL-101). */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'delegation.set': (facts, event) =>
    `made ${called(event, facts.deputy_id?.[1])} the deputy of ${called(event, facts.member_id?.[1])} from ${day(facts, 'from_on')} to ${day(facts, 'to_on')}${COVERED[facts.covers?.[1] as NewDelegation['covers']] ?? ''}`,
  'delegation.ended': (_, event) => `ended a delegation${named(event)}`,
};

const COVERED: Readonly<Record<NewDelegation['covers'], string>> = {
  all: '',
  decision: ', for approvals and reviews',
  task: ', for tasks',
};

const called = (event: Told, id: Json | undefined): string => event.name?.(String(id)) || 'somebody who is gone';
const day = (facts: Facts, field: string): string => sayDay(String(facts[field]?.[1]));
const named = (event: Told): string => {
  const name = event.name?.(idOf(event.thing));
  return name ? `: ${name}` : '';
};
