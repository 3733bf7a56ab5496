import type { Id } from '#ground/id.ts';
import { type Content, predecessors, type Step } from '#workflows/definitions/content.ts';
import { waitsFor } from '#workflows/definitions/order.ts';
import type { Hold, RunState, Task, Work } from './model.ts';

/** Questions about a run as it stands; nothing here decides. */

export type Phase = 'running' | 'on_hold' | 'completed' | 'cancelled';

/** Facts decide (WF section 2): ended or not, and whether a hold is open. A task alone counts as running. */
export const phaseOf = ({ run, holds }: Pick<Work, 'run' | 'holds'>): Phase => {
  if (run?.ended_at) return run.ended_how === 'completed' ? 'completed' : 'cancelled';
  return openHolds(holds).length ? 'on_hold' : 'running';
};

export const hasEnded = (work: Work): boolean => !!work.run?.ended_at;

export const openHolds = (holds: readonly Hold[]): Hold[] => holds.filter((hold) => !hold.closed_at);

export const taskById = (work: Work, id: Id): Task | undefined => work.tasks.find((task) => task.id === id);

/** The row of a step: live, past, or gone back to waiting; not that of a step of the same key which a move took out. */
export const rowOf = ({ tasks }: Pick<Work, 'tasks'>, key: string): Task | undefined =>
  tasks.find((task) => task.step_key === key && task.removed_in === null);

export const stepOf = (work: Pick<Work, 'content'>, key: string | null): Step | undefined =>
  work.content && key !== null ? graphOf(work.content).byKey.get(key) : undefined;

/** Done, skipped and not applicable count as finished (WF-32). */
export const isFinished = (task: Task | undefined): boolean => task?.state === 'done' || task?.state === 'skipped';

/** Somebody has work with it: a person, or the machine that failed. */
export const isOpen = (task: Task): boolean =>
  task.state === 'ready' || task.state === 'in_progress' || task.state === 'failed';

export const isByHand = (task: Task): boolean => task.step_key === null;

/** Nobody has begun it: it may go back to waiting by itself (WF-118). */
export const isUntouched = (task: Task): boolean =>
  task.state === 'ready' &&
  !Object.keys(task.ticks).length &&
  !Object.keys(task.answers).length &&
  !task.verdicts.some(({ is, round }) => is === 'approved' && round === task.round);

/** The steps that must be finished before this one becomes live, by key (WF-31). */
export const allBefore = (content: Content, key: string): readonly string[] => graphOf(content).after.get(key) ?? [];

/**
 * What is not finished and must be (WF-32, WF-33): the steps it waits for, or, where those are finished, an earlier one that
 * was opened again (WF-118).
 */
export const openBefore = ({ content, tasks }: Pick<Work, 'content' | 'tasks'>, key: string): Step[] => {
  if (!content) return [];
  const { byKey, after, before } = graphOf(content);
  const open = (keys: readonly string[] = []) => keys.filter((one) => !isFinished(rowOf({ tasks }, one)));
  const direct = open(after.get(key));
  return (direct.length ? direct : open(before.get(key))).map((one) => byKey.get(one)!);
};

/** Everything that comes after a step, through however many others. */
export const comesAfter = (content: Content, key: string): ReadonlySet<string> =>
  reached(graphOf(content).followers, key);

/** Every step finished and no task by hand open: there is nothing left (WF section 2, «complete»). */
export const nothingLeft = (state: RunState): boolean =>
  state.content.steps.every((step) => isFinished(rowOf(state, step.key))) &&
  !state.tasks.some((task) => isByHand(task) && isOpen(task));

export const memberOf = (work: Work, id: Id | null | undefined) =>
  work.directory.members.find((member) => member.id === id);

/** A member by name; the machine where there is nobody. */
export const nameOf = (work: Work, id: Id | null | undefined): string =>
  id ? (memberOf(work, id)?.name ?? 'somebody who is not here any more') : 'the system';

interface Graph {
  byKey: ReadonlyMap<string, Step>;
  after: ReadonlyMap<string, readonly string[]>;
  /** The same through however many others. */
  before: ReadonlyMap<string, readonly string[]>;
  /** By `after`, and by starts that count from a step's end. */
  followers: ReadonlyMap<string, readonly string[]>;
}

/** A version never changes, so neither does what its steps wait for; many runs share one. */
const graphs = new WeakMap<Content, Graph>();

const graphOf = (content: Content): Graph => {
  const known = graphs.get(content);
  if (known) return known;
  const followers = new Map<string, string[]>();
  content.steps.forEach((step, index) => {
    for (const before of waitsFor(content.steps, index))
      followers.set(before, [...(followers.get(before) ?? []), step.key]);
  });
  const after = new Map(content.steps.map((step, index) => [step.key, predecessors(content.steps, index)]));
  const graph: Graph = {
    byKey: new Map(content.steps.map((step) => [step.key, step])),
    after,
    before: new Map(content.steps.map(({ key }) => [key, [...reached(after, key)]])),
    followers,
  };
  graphs.set(content, graph);
  return graph;
};

const reached = (along: ReadonlyMap<string, readonly string[]>, from: string): Set<string> => {
  const found = new Set<string>();
  const open = [...(along.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(along.get(next) ?? []));
  }
  return found;
};
