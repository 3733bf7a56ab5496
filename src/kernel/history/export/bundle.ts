import { type Id, newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Refusal } from '#kernel/decision/model.ts';
import { ref, refused } from '#kernel/decision/rules.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';
import type { EventFilter } from '../store.ts';
import { proven, script } from './proving.ts';
import { readEvents, readSeals } from './read.ts';
import { tarOf } from './tar.ts';

/** At most this many events leave in one file. */
const MOST = 100_000;

export interface Bundle {
  yes: true;
  tar: Buffer;
  events: number;
  seals: number;
  fingerprint: string;
}

interface Wanted {
  filter: EventFilter;
  /** Clients whose events are left out (PL-31). */
  hidden: readonly Id[];
  /** TICKMARK_DATA, where the installation's key is. */
  data: string;
}

/**
 * Events, their seals and a signature by the installation as `audit.ndjson`, and the script that checks them, in one tar
 * (PL-105). What the sealer has not reached yet is left out; personal values go to whoever may export data. Refuses more than
 * 100,000 events. Who took it under which filter is an event.
 */
export const auditBundle = async (
  desk: Desk,
  caller: Caller,
  { filter, hidden, data }: Wanted,
): Promise<Bundle | Refusal> => {
  const personal = caller.who.abilities.includes('data.export');
  const events = await readEvents(desk, { filter, hidden, personal, most: MOST });
  if (events.length > MOST) return tooMany();
  const ids = events.map(({ id }) => id);
  const seals = await readSeals(desk, ids);
  const { id, name } = desk.practice;
  const told = { practice_id: id, practice: name, made_at: desk.now, made_by: caller.who.actor, filter };
  const { bytes, fingerprint } = proven(data, { head: { export: 'audit', ...told }, events, seals });
  await tell(desk, caller, filter, events.length);
  const files = { 'audit.ndjson': bytes, 'check.mjs': script() };
  return { yes: true, tar: tarOf(files, desk.now), events: events.length, seals: seals.length, fingerprint };
};

const tooMany = (): Refusal =>
  refused('too_many', `More than ${MOST.toLocaleString('en')} events stand under this filter: choose a shorter time.`);

const tell = async (desk: Desk, caller: Caller, filter: EventFilter, count: number): Promise<void> => {
  const thing = ref('practice', desk.practice.id);
  const facts = { filter: [null, { ...filter } as Record<string, Json>], events: [null, count] } as const;
  const event = { verb: 'audit.exported', thing, facts };
  await record(desk, originOf(caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
};
