import type { z } from '@hono/zod-openapi';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { workflowDetail } from './api-shapes.ts';
import { checkList } from './checklist.ts';
import { content } from './content.ts';
import { sayDays, totalDays } from './days.ts';
import type { WorkflowState } from './model.ts';
import { mayDesign } from './rights.ts';
import { startingContent } from './rules.ts';
import { deleteOrArchive } from './shelf.ts';
import { loadWorkflows } from './store.ts';

/** Reads one workflow as its page shows it; what the caller may not see answers 404 (WF-19, WF-20). */
export const shownWorkflow = (kernel: Kernel, place: Place, id: string) =>
  atDesk(kernel, place, async (desk) => {
    const state = (await loadWorkflows(desk, [id])).get(id)!;
    if (!state.workflow || state.workflow.deleted_at || hiddenFrom(place, state)) throw new HttpRefusal(notFound());
    return present(place, state);
  });

const hiddenFrom = (place: Place, { workflow }: WorkflowState): boolean =>
  workflow!.subject_kinds.includes('invoice') && mayDesign(place.caller.who, ['invoice']) !== null;

const present = (place: Place, state: WorkflowState): z.infer<typeof workflowDetail> => {
  const {
    key,
    created_at: _,
    created_by: __,
    archived_by: ___,
    deleted_at: ____,
    deleted_by: _____,
    ...workflow
  } = state.workflow!;
  const shown = startingContent(state) ?? null;
  return {
    ...workflow,
    key,
    draft_version: state.draft?.version ?? 0,
    has_draft: !!state.draft?.content,
    base_version: state.draft?.content ? state.draft.base_version : (workflow.current_version ?? 0),
    drafted_at: state.draft?.content ? state.draft.at : null,
    drafted_by: state.draft?.content ? state.draft.by : null,
    content: shown as Record<string, unknown> | null,
    check_list: shown ? checkList(content.parse(shown), state.around.design, key) : [],
    days: shown ? sayDays(totalDays(shown)) : '0 days',
    open_runs: state.around.usage.open_runs,
    end: deleteOrArchive(state.around.usage),
    may_design: mayDesign(place.caller.who, workflow.subject_kinds) === null,
  };
};
