import { sayDay } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';
import type { Verb } from './model.ts';

/** What happened to work that repeats, behind the actor's name. */
export const SENTENCES: Record<Verb, (facts: Facts, name: (id: string) => string) => string> = {
  'series.published': (facts) => `put «${after(facts, 'name')}» on a cadence`,
  'series.changed': () => 'changed the series',
  'series.cadence_changed': (facts) => `changed its dates: version ${versions(facts)} of the cadence`,
  'series.paused': () => 'paused it',
  'series.resumed': () => 'let it go on',
  'series.ended': () => 'ended it',
  'series.run_out': () => 'ended it, as nothing more can come',
  'series_client.joined': (facts, name) => `took ${name(after(facts, 'client_id'))} into the series`,
  'series_client.changed': () => 'took note of what changed about the client',
  'series_client.left': (facts) =>
    `made nothing more for the client: ${LEFT[after(facts, 'out_because')] ?? 'it left'}`,
  'series_client.blocked': () => 'found no dates for the client, as something is not known about it',
  'series_client.returned': () => 'took the client in again',
  'occurrence.planned': (facts) => `planned ${date(facts, 'start')}, due ${date(facts, 'due')}`,
  'occurrence.moved': (facts) => `moved a planned date${to(facts)}`,
  'occurrence.queued': () => 'queued it',
  'occurrence.ready': () => 'made it ready to be created',
  'occurrence.taken_back': () => 'took it back from the queue, as the series is paused',
  'occurrence.created': () => 'created the work of a series',
  'occurrence.skipped': (facts) => `skipped a date of a series${because(facts)}`,
  'occurrence.cancelled': (facts) => `cancelled a date of a series${because(facts)}`,
  'occurrence.restored': () => 'restored a date of a series',
  'occurrence.deferred': () => 'put a date of a series off until the work before it is closed',
  'occurrence.failed': (facts) => `could not create the work of a series${because(facts)}`,
  'occurrence.changed': (facts) => `changed one date of a series${to(facts)}`,
};

const LEFT: Readonly<Record<string, string>> = {
  series_ended: 'the series ended',
  client_gone: 'it is no longer there',
  no_longer_tagged: 'it is no longer tagged',
  client_inactive: 'it is inactive',
  workflow_off: 'the workflow is switched off',
};

const after = (facts: Facts, field: string): string => String(facts[field]?.[1] ?? '');
const date = (facts: Facts, field: string): string => (facts[field]?.[1] ? sayDay(after(facts, field)) : 'a day');
const to = (facts: Facts): string =>
  facts.start?.[1] ? ` to ${date(facts, 'start')}` : facts.due?.[1] ? `: due ${date(facts, 'due')}` : '';
const because = (facts: Facts): string => (facts.because?.[1] ? `: ${after(facts, 'because')}` : '');
const versions = (facts: Facts): string =>
  String((facts.versions?.[1] as { number: number }[] | undefined)?.at(-1)?.number ?? '');
