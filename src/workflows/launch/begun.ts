import type { Id } from '#ground/id.ts';
import type { Context } from '#kernel/decision/model.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { blankRun } from '#workflows/runs/blank.ts';
import type { Run, RunState, SubjectFacts, Work } from '#workflows/runs/model.ts';
import type { Launch, LaunchState } from './model.ts';
import { ownerOf } from './owner.ts';

/** The run that shall be. */

/** What was asked for, in the form the run keeps it. */
export interface Asked {
  period: { start: string; end: string } | null;
  run_date: string | null;
  refers_to: Id[];
  people: Record<string, Id>;
}

/** Only who there is and what it is about: enough to ask who may see it. */
export const workOf = ({ subject, directory, content, records }: LaunchState): Work => ({
  run: null,
  content,
  tasks: [],
  holds: [],
  comments: [],
  subject,
  records,
  files: [],
  rival: null,
  directory,
});

/** The state of the run before anything is told of it; only where there are a version and a subject. */
export const begun = (state: LaunchState): RunState => {
  const { content, subject, run_id } = state as LaunchState & { content: Content; subject: SubjectFacts };
  return { ...workOf(state), run: blankRun(run_id), content, subject };
};

interface Launching {
  launch: Launch;
  given: Asked;
  key: string;
}

export const runToBe = (state: LaunchState, { launch, given, key }: Launching, context: Context): Run => {
  const { workflow, content, subject } = state;
  const launcher = launch.parent ? launch.parent.asked_by : (context.who.member_id ?? null);
  return {
    ...blankRun(state.run_id),
    workflow_id: workflow!.id,
    workflow_version: workflow!.current_version!,
    subject_kind: subject!.record,
    subject_id: subject!.id,
    client_id: subject!.client_id,
    launched_as: subject!.kind,
    origin: launch.origin,
    trigger_key: key,
    exclusive: content!.settings.open_runs === 'one',
    started_at: context.now,
    started_on: context.today,
    started_by: launcher,
    owner_id: ownerOf(workOf(state), launcher, workflow!.published_by),
    period_start: given.period?.start ?? null,
    period_end: given.period?.end ?? null,
    run_date: given.run_date,
    refers_to: given.refers_to,
    people: given.people,
    parent_run_id: launch.parent?.run_id ?? null,
    chain: launch.parent?.chain ?? null,
  };
};
