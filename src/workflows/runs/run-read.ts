import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { explain } from './explaining.ts';
import type { RunState } from './model.ts';
import { type PlannedStep, plan } from './plan.ts';
import type { SubjectsPort } from './port.ts';
import { maySee } from './rights.ts';
import { sheetsOf } from './sheets.ts';
import { loadRuns } from './store.ts';

export interface ReadRun {
  state: RunState;
  plan: PlannedStep[];
  context: Context;
}

/** One run as it stands: 404 for whoever may not see it, except that a task of one's own opens its run. */
export const readRun = async (
  desk: Desk,
  subjects: SubjectsPort<Desk>,
  { id, who }: { id: Id; who: Who },
): Promise<ReadRun> => {
  const state = (await loadRuns(desk, subjects, [id])).get(id);
  const own = state?.tasks.some(
    (task) => task.assignee_id && [who.member_id, ...who.deputy_for].includes(task.assignee_id),
  );
  const no = state ? (own ? null : maySee(state, who)) : notFound();
  if (!state || no) throw new HttpRefusal(no ?? notFound());
  const sheets = await sheetsOf(
    desk,
    state.tasks.filter(({ kind }) => kind === 'form').map((task) => task.id),
  );
  const context = { now: desk.now, today: desk.today, practice: desk.practice, who, newId };
  return { state: { ...state, sheets }, plan: plan(state, context), context };
};

/** Why a step stands as it does, by its key, or by its id when it was added by hand (WF-200, PL-190). */
export const whyOf = async (
  desk: Desk,
  subjects: SubjectsPort<Desk>,
  { key, ...asked }: { id: Id; who: Who; key: string },
) => {
  const { state, plan: steps, context } = await readRun(desk, subjects, asked);
  const step = steps.find((one) => one.key === key || one.task_id === key);
  if (!step) throw new HttpRefusal(notFound('This run has no such step.'));
  return { run_id: asked.id, step: key, title: step.title, at: desk.now, items: explain(state, step, context) };
};
