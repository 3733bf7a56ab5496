import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { act, type Outcome } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import type { Launch } from '#workflows/launch/model.ts';
import { judge } from '#workflows/runs/conditions.ts';
import type { SubjectFacts, Work } from '#workflows/runs/model.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { factsOf } from '#workflows/runs/store.ts';
import { type Lately, oneMore, tooMany } from './breaker.ts';
import { keepLog, type LogEntry, lately } from './log.ts';
import { tellRefused } from './refusals.ts';
import type { Listening } from './store.ts';

/** What launching by triggers reaches into. */
export interface TriggerDoor {
  kernel: Kernel;
  launches: AnyRoom;
  triggers: AnyRoom;
  subjects: SubjectsPort<Desk>;
}

/** One trigger that was met on one subject. */
export interface Met {
  trigger: Listening;
  record: 'person' | 'employee';
  subject: Id;
  fact?: string;
  refers_to?: Id;
  /** Of a run that brought this about (WF-171). */
  parent?: Launch['parent'];
}

/**
 * Launches what is met through every rule of launching, keeps each launch and refusal in the log (WF-169), and opens the
 * breaker where one workflow starts too much (WF-172). Set-based: all that is met in one transaction is decided together.
 * `bulk`: a previewed act brought it about, which the breaker does not count.
 */
export const launchMet = async (door: TriggerDoor, desk: Desk, met: readonly Met[], bulk?: Id): Promise<void> => {
  const facts = await factsOf(
    desk,
    door.subjects,
    met.map(({ record, subject }) => ({ subject_kind: record, subject_id: subject })),
  );
  const wanted = met.filter((one) => isWanted(one, facts.get(one.subject), desk));
  if (!wanted.length) return;
  const { free, stopped } = bulk ? { free: wanted, stopped: [] } : await broken(desk, wanted, facts);
  const who = systemWho('triggers');
  const caller: Caller = { who, request_id: newId(), ...(bulk && { bulk }) };
  const outcomes = await act(
    door.kernel,
    desk,
    caller,
    door.launches,
    free.map((one) => ({ id: newId(), command: launchOf(one, facts.get(one.subject)!) })),
  );
  const entries = [
    ...free.map((one, i) => entryOf(one, outcomes[i]!, !bulk)),
    ...stopped.map(({ one, because }) => refusedBy(one, 'paused', `The trigger is paused: ${because}.`)),
  ];
  await keepLog(desk, entries);
  await tellRefused(door.kernel, desk, caller, entries);
  const opened = new Map(stopped.map(({ one, because }) => [one.trigger.id, because]));
  const pauses = [...opened].map(([id, because]) => ({ id, command: { do: 'pause', because } as Command }));
  if (pauses.length) await act(door.kernel, desk, caller, door.triggers, pauses);
};

/** The kind of subject the workflow is for, and the trigger's own condition (WF-166). */
export const isWanted = ({ trigger }: Pick<Met, 'trigger'>, subject: SubjectFacts | undefined, desk: Desk): boolean => {
  if (!subject || !trigger.workflow.subject_kinds.includes(subject.kind)) return false;
  const { only_if } = trigger.rule;
  return !only_if || judge(only_if, aboutSubject(subject), desk.now).holds;
};

/** What the launch is told; also of the bulk act that applies a trigger to what is there already. */
export const launchOf = ({ trigger, subject, refers_to, parent }: Omit<Met, 'record'>, facts: SubjectFacts): Command =>
  ({
    do: 'launch',
    origin: 'event',
    workflow: trigger.workflow_id,
    subject,
    as: facts.kind,
    ...(refers_to && { refers_to: [refers_to] }),
    ...(parent && { parent }),
  }) as Command;

const aboutSubject = (subject: SubjectFacts): Work => ({
  run: null,
  content: null,
  tasks: [],
  holds: [],
  comments: [],
  subject,
  records: {},
  files: [],
  rival: null,
  directory: { members: [], roles: [], delegations: [], outbox: { email: 0, sms: 0 } },
});

interface Stopped {
  one: Met;
  because: string;
}

/** Counts on from what was launched lately; from the first that is too many the trigger starts nothing more. */
const broken = async (
  desk: Desk,
  wanted: readonly Met[],
  facts: ReadonlyMap<Id, SubjectFacts>,
): Promise<{ free: Met[]; stopped: Stopped[] }> => {
  const workflows = [...new Set(wanted.map(({ trigger }) => trigger.workflow_id))];
  const counts = await lately(desk, workflows, [...new Set(wanted.map(({ subject }) => subject))]);
  const free: Met[] = [];
  const stopped: Stopped[] = [];
  for (const one of wanted) {
    const { workflow_id, id } = one.trigger;
    const now: Lately = counts.get(workflow_id)!;
    const before = stopped.find((other) => other.one.trigger.id === id)?.because;
    const because = before ?? tooMany(now, one.subject, facts.get(one.subject)?.name ?? 'one record');
    if (because) stopped.push({ one, because });
    else {
      free.push(one);
      counts.set(workflow_id, oneMore(now, one.subject));
    }
  }
  return { free, stopped };
};

export const entryOf = (one: Met, outcome: Outcome<object>, counted: boolean): LogEntry =>
  outcome.yes
    ? { ...about(one), outcome: 'launched', code: null, because: null, run_id: outcome.id, counted }
    : { ...refusedBy(one, outcome.code, outcome.because), run_id: runIn(outcome.facts?.run) };

const refusedBy = (one: Met, code: string, because: string): LogEntry => ({
  ...about(one),
  outcome: 'refused',
  code,
  because,
  run_id: null,
  counted: false,
});

const about = ({ trigger, record, subject, fact }: Met) => ({
  trigger_id: trigger.id,
  workflow_id: trigger.workflow_id,
  subject_kind: record,
  subject_id: subject,
  fact: fact ?? null,
});

/** The run that is in the way. */
const runIn = (run: unknown): Id | null => (typeof run === 'string' ? run : null);
