import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { canonical } from '#ground/json.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref, refused } from '#kernel/decision/rules.ts';
import { type ExportedEvent, readEvents, readSeals, waitForSeal } from '#kernel/history/export/read.ts';
import { signed } from '#kernel/history/export/signing.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { sheetsOf } from '#workflows/runs/sheets.ts';
import { type RunProof, SCHEMA, type Unsigned } from './model.ts';
import { toldOf } from './writing.ts';

const MOST_EVENTS = 20_000;

interface Wanted {
  state: RunState;
  /** TICKMARK_DATA, where the installation's key is. */
  data: string;
}

/**
 * The file of a finished run, signed by the installation; that it was taken is an event (WF-205, PL-100). Refuses a run that
 * is not over, and one whose last events wait for their seal.
 */
export const proofOf = async (desk: Desk, caller: Caller, { state, data }: Wanted): Promise<RunProof> => {
  const { run } = state;
  if (!run.ended_at) throw new HttpRefusal(refused('not_over', 'A run is exported once it is completed or cancelled.'));
  const events = await eventsOf(desk, state);
  const forms = state.tasks.filter(({ kind }) => kind === 'form').map(({ id }) => id);
  const sheets = await sheetsOf(desk, forms);
  if (await waitForSeal(desk, { filter: { run: run.id }, besides: 'run.exported' }))
    throw new HttpRefusal(refused('not_sealed', 'Its last events get their seal within seconds. Try again then.'));
  const told: Unsigned = JSON.parse(
    canonical({
      schema: SCHEMA,
      practice: { id: desk.practice.id, name: desk.practice.name },
      made_at: desk.now,
      made_by: caller.who.actor,
      ...toldOf({ ...state, sheets }),
      events,
      seals: await readSeals(
        desk,
        events.map(({ id }) => id),
      ),
    }),
  );
  const thing = ref('run', run.id);
  const client = run.client_id ? { client_id: run.client_id } : {};
  const event = { verb: 'run.exported', thing, facts: {}, run_id: run.id, ...client };
  await record(desk, originOf(caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
  return { ...told, signature: signed(data, Buffer.from(canonical(told))) };
};

/**
 * Events of the run and of its files, the oldest first. Of personal values only the hash is in, but for answers to forms, which
 * the file tells of.
 */
const eventsOf = async (desk: Desk, { run, files }: RunState) => {
  const asked = { hidden: [], personal: true, most: MOST_EVENTS };
  const things = files.map(({ id }) => ref('file', id));
  const found = [
    ...(await readEvents(desk, { ...asked, filter: { run: run.id } })),
    ...(things.length ? await readEvents(desk, { ...asked, filter: { things } }) : []),
  ];
  return [...new Map(found.map((event) => [event.id, event])).values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ address: _, device: __, private: values, private_salt, ...event }) =>
      isAnswer(values) ? { ...event, private: values, private_salt } : event,
    );
};

const isAnswer = (values: ExportedEvent['private']): boolean =>
  !!values && Object.keys(values).every((field) => field === 'form_answers' || field === 'judged');

/**
 * Whether the seals of a run's file are those of this installation, and no event of the run is left out of it. Events that
 * are kept no longer (PL-106) are proven by their seals, which are kept.
 */
export const proofFinding = async ({ tx, practice }: Desk, proof: RunProof): Promise<string | null> => {
  const { rows: seals } = await sql<{ no: number; hash: string }>`
    select no, hash from app.seal where practice_id = ${practice.id} and no = any(${proof.seals.map(({ no }) => no)})`.execute(
    tx,
  );
  const other = proof.seals.find(({ no, hash }) => seals.find((seal) => seal.no === no)?.hash !== hash);
  if (other) return `Seal ${other.no} of the file is not the one of this installation.`;
  const ids = proof.events.map(({ id }) => id);
  const { rows: left } = await sql<{ id: Id; at: string; verb: string }>`
    select id, at, verb from app.event where practice_id = ${practice.id} and run_id = ${proof.run.id}
      and id <> all(${ids}::uuid[]) and id < ${ids.at(-1) ?? proof.run.id} limit 1`.execute(tx);
  return left[0] ? `Event ${left[0].id} of ${left[0].at} («${left[0].verb}») of this run is not in the file.` : null;
};
