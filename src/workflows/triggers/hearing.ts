import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { chainOf } from '#workflows/runs/actions.ts';
import type { Run } from '#workflows/runs/model.ts';
import { sheetsOf } from '#workflows/runs/sheets.ts';
import { factsOf } from '#workflows/runs/store.ts';
import { type Happening, happeningsOf, isMeant } from './happenings.ts';
import { launchMet, type Met, type TriggerDoor } from './launching.ts';
import { listening } from './store.ts';

/**
 * What happened meets the triggers that wait for it, in the transaction of the event. What a run brought about carries its
 * chain, so that no workflow leads to itself (WF-171).
 */
export const hear = async (
  door: TriggerDoor,
  desk: Desk,
  events: readonly Recorded[],
  caller: Pick<Caller, 'run' | 'bulk'>,
): Promise<void> => {
  const runs = await runsBehind(desk, events, caller.run);
  const forms = await formsBehind(desk, events);
  const about = { subjectOf: (run: Id) => aboutRun(runs.get(run)), formOf: (task: Id) => forms.get(task) };
  const happenings = events.flatMap((event) => happeningsOf(event, about));
  const waiting = happenings.length
    ? await listening(desk, { kinds: [...new Set(happenings.map(({ on }) => on))] })
    : [];
  if (!waiting.length) return;
  const facts = await factsOf(
    desk,
    door.subjects,
    happenings.map(({ record, subject }) => ({ subject_kind: record, subject_id: subject })),
  );
  const met = happenings.flatMap((happening): Met[] => {
    const subject = facts.get(happening.subject);
    if (!subject) return [];
    const from = runs.get(happening.run ?? caller.run ?? '');
    const parent = from && { ...chainOf(from), asked_by: null };
    return waiting
      .filter(({ rule }) => isMeant(rule, happening, subject, runs.get(happening.run ?? '')?.workflow_key))
      .map((trigger) => ({ trigger, record: happening.record, subject: happening.subject, ...(parent && { parent }) }));
  });
  await launchMet(door, desk, onePerTrigger(met), caller.bulk);
};

/** A record that is met twice in one act, as new and as tagged, starts one run of a trigger. */
const onePerTrigger = (met: readonly Met[]): Met[] => [
  ...new Map(met.map((one) => [`${one.trigger.id} ${one.subject}`, one])).values(),
];

type RunBehind = Run & { workflow_key: string };

/** The forms that were answered, by task. */
const formsBehind = async (desk: Desk, events: readonly Recorded[]): Promise<Map<Id, string>> => {
  const answered = events.filter(({ verb }) => verb === 'task.answered').map(({ thing }) => idOf(thing));
  return new Map(Object.values(await sheetsOf(desk, answered)).map(({ task_id, form }) => [task_id, form]));
};

/** The runs that were completed or answered, and the one that acts. */
const runsBehind = async (
  { tx, practice }: Desk,
  events: readonly Recorded[],
  acting: Id | undefined,
): Promise<Map<Id, RunBehind>> => {
  const completed = events
    .filter(({ verb }) => verb === 'run.completed' || verb === 'task.answered')
    .map(({ root }) => idOf(root));
  const ids = [...completed, ...(acting ? [acting] : [])];
  if (!ids.length) return new Map();
  const { rows } = await sql<RunBehind>`
    select r.id, r.workflow_id, r.subject_kind, r.subject_id, r.started_by, r.owner_id, r.chain, w.key as workflow_key from app.run r
    join app.workflow w on w.practice_id = r.practice_id and w.id = r.workflow_id
    where r.practice_id = ${practice.id} and r.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

const aboutRun = (run: RunBehind | undefined): Pick<Happening, 'record' | 'subject'> | undefined =>
  run && run.subject_kind !== 'invoice' ? { record: run.subject_kind, subject: run.subject_id } : undefined;
