import { canonical } from '#ground/json.ts';
import { plural } from '#ground/text.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Context } from '#kernel/decision/model.ts';
import { sha256 } from '#workflows/definitions/checksum.ts';
import { contentDifference, type StepChange } from '#workflows/definitions/difference.ts';
import type { RunState } from './model.ts';
import { runName } from './notices.ts';
import { type PlannedStep, plan } from './plan.ts';
import { rowOf } from './state.ts';

/** What a move to another version makes of one step of a run; a finished one is always kept (WF-140, WF-141). */
export interface StepMove {
  key: string;
  title: string;
  kind: PlannedStep['kind'];
  change: 'kept' | 'changed' | 'added' | 'removed';
  /** What differs in the design: `title`, `due` …, and `order` for another place. */
  fields: string[];
  was: PlannedStep['state'] | null;
  now: PlannedStep['state'] | null;
  /** The due date, of an action its day; left out where it stays. */
  date?: { from: PlainDate | null; to: PlainDate | null };
  /** Added behind what is done, so that it is left out (WF-142). */
  behind: boolean;
}

/** The whole difference of one run, the same for the preview and for the act (WF-143). */
export interface RunDifference {
  /** «Payroll for Harbour Bakery». */
  run: string;
  from: number;
  to: number;
  steps: StepMove[];
  /** Nothing is left after the move (WF-144). */
  completes: boolean;
}

/** From the run as it stood to the run after the move and all that follows from it. */
export const runDifference = (before: RunState, after: RunState, context: Context): RunDifference => {
  const [was, now] = [before, after].map((state) => byKey(plan(state, context))) as [Plan, Plan];
  return {
    run: runName(before),
    from: before.run.workflow_version,
    to: after.run.workflow_version,
    steps: contentDifference(before.content, after.content).steps.map((step) =>
      stepMove(step, {
        was: step.change === 'added' ? undefined : was.get(step.key),
        now: step.change === 'removed' ? undefined : now.get(step.key),
        behind: step.change !== 'removed' && isBehind(before, after, step.key),
      }),
    ),
    completes: !before.run.ended_at && after.run.ended_at !== null,
  };
};

/** One text for one difference: whoever acts on a preview sends it along. */
export const fingerprint = (difference: RunDifference): string => sha256(canonical(difference)).slice(0, 32);

export interface MoveCounts extends Record<StepMove['change'], number> {
  behind: number;
  completes: number;
}

/** Counts over all runs (WF-140). */
export const countsOf = (differences: readonly RunDifference[]): MoveCounts => {
  const steps = differences.flatMap((one) => one.steps);
  const of = (change: StepMove['change']) => steps.filter((step) => step.change === change).length;
  return {
    kept: of('kept'),
    changed: of('changed'),
    added: of('added'),
    removed: of('removed'),
    behind: steps.filter(({ behind }) => behind).length,
    completes: differences.filter(({ completes }) => completes).length,
  };
};

/** «2 steps kept, 1 changed, 2 added, 1 removed». */
export const sayCounts = ({ kept, changed, added, removed }: MoveCounts): string =>
  [
    `${plural(kept, 'step', 'steps')} kept`,
    ...(changed ? [`${changed} changed`] : []),
    ...(added ? [`${added} added`] : []),
    ...(removed ? [`${removed} removed`] : []),
  ].join(', ');

type Plan = ReadonlyMap<string, PlannedStep>;

const byKey = (steps: readonly PlannedStep[]): Plan =>
  new Map(steps.flatMap((step) => (step.key === null ? [] : [[step.key, step]])));

interface Sides {
  was: PlannedStep | undefined;
  now: PlannedStep | undefined;
  behind: boolean;
}

const stepMove = ({ key, title, change, fields }: StepChange, { was, now, behind }: Sides): StepMove => {
  const over = was?.state === 'done' || was?.state === 'skipped';
  const [from, to] = [dateOf(was), dateOf(now)];
  const moved = was !== undefined && now !== undefined && !over && !behind && from !== to;
  return {
    key,
    title: over ? was.title : title,
    kind: (now ?? was)!.kind,
    change: over ? 'kept' : change === 'moved' ? 'changed' : change,
    fields: over ? [] : change === 'moved' ? ['order'] : fields.map(({ field }) => field),
    was: was?.state ?? null,
    now: now?.state ?? (over ? was.state : null),
    ...(moved ? { date: { from, to } } : {}),
    behind,
  };
};

const dateOf = (step: PlannedStep | undefined): PlainDate | null =>
  (step?.kind === 'action' ? step.starts_on : step?.due_on) ?? null;

/** Left out by this very move. */
const isBehind = (before: RunState, after: RunState, key: string): boolean => {
  const row = rowOf(after, key);
  return row?.skipped_how === 'behind' && rowOf(before, key)?.state !== 'skipped';
};
