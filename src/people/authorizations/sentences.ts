import { sayDay, sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to an authorization, as a timeline says it behind the actor's name (PE-105). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'authorization.added': (facts) => `added the authorization «${after(facts, 'kind')}»${until(facts)}`,
  'authorization.renewed': (facts) => `renewed the authorization «${after(facts, 'kind')}»${until(facts)}`,
  'authorization.changed': (facts) =>
    `changed ${sayList(Object.keys(facts).map((field) => `the ${field.replaceAll('_', ' ')}`))} of an authorization`,
  'authorization.approved': (facts) =>
    `marked the authorization as approved${after(facts, 'number') ? `: ${after(facts, 'number')}` : ''}`,
  'authorization.ended': (facts) =>
    `ended the authorization${after(facts, 'ended_reason') ? `: ${after(facts, 'ended_reason')}` : ''}`,
  'authorization.deleted': () => 'deleted an authorization',
  'authorization.restored': () => 'brought an authorization back',
  'authorization.undone': () => 'took back a change of an authorization',
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
const until = (facts: Facts): string =>
  after(facts, 'valid_to') ? `, valid to ${sayDay(String(after(facts, 'valid_to')))}` : '';
