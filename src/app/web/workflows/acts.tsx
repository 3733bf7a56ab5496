import { useCallback } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { changeRows, useAct, useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words as cadences } from '../cadences/words.ts';
import { useWhyNot } from '../me/me.ts';
import { fileOf } from './code/facts.ts';
import { LIST_OF, subjectsOf, WORKFLOWS } from './data.ts';
import type { WorkflowDetail, WorkflowRow } from './facts.ts';
import { unlessHeld } from './held.tsx';
import { pauseAllRuns } from './pause-runs.tsx';
import { words } from './words.ts';

/** What acts need to know of a workflow, in a list or on its page. */
export type Actable = Pick<
  WorkflowRow,
  'id' | 'version' | 'name' | 'subject_kinds' | 'on' | 'current_version' | 'may_design' | 'steps' | 'open_runs'
> & { archived: boolean; end: 'delete' | 'archive' };

const turn = ({ id, version }: Pick<Actable, 'id' | 'version'>, on: boolean): Promise<WorkflowDetail> => {
  const path = `${WORKFLOWS}/${id}/activation`;
  return on ? api.put(path, {}, { version }) : api.delete(path, { version });
};

/** Turns a workflow on or off, seen at once; `z` turns it back (WF-8, WF-9). `told` hears the answer. */
export const useSwitch = (told?: (detail: WorkflowDetail) => void) => {
  const refresh = useRefresh();
  return useAct({
    run: ({ thing, on }: { thing: Actable; on: boolean }) => turn(thing, on),
    before: ({ thing, on }) =>
      changeRows<WorkflowRow>(WORKFLOWS, (row) => (row.id === thing.id ? { ...row, on } : row)),
    done: (answer, { thing, on }) => {
      told?.(answer);
      const undo = async () => {
        const back = await turn(answer, !on);
        told?.(back);
        await refresh(WORKFLOWS);
      };
      toast(words.turned(thing.name, on), { undo });
    },
    refresh: [WORKFLOWS],
  });
};

/** The three-dot menu of a workflow (WF-5), in a list and on its page; `put` opens *Put on a cadence* (WF-173). */
export const useWorkflowActs = (put?: (thing: Actable) => void) => {
  const may_not_put = useWhyNot(writes('workflows', 'workflows.launch'));
  const go = useGo();
  const refresh = useRefresh();
  const shelf = useShelf();
  return useCallback(
    (thing: Actable): Act[] => {
      const dead = thing.may_design ? undefined : words.may_not_design;
      const here = `${WORKFLOWS}/${thing.id}`;
      const copy = async () => {
        const made = await api.post<WorkflowDetail>(`${WORKFLOWS}/${thing.id}/copies`);
        await refresh(WORKFLOWS);
        toast(words.duplicated(made.name), {
          link: { label: words.open, run: () => go(`${WORKFLOWS}/${made.id}/edit`) },
        });
      };
      if (thing.archived)
        return [{ id: 'restore', label: words.restore, why_not: dead, run: () => shelf.restore(thing) }];
      return [
        ...thing.subject_kinds.map((kind) => ({
          id: `start-${kind}`,
          label: words.start_on[kind],
          why_not: thing.on ? undefined : words.start_needs_on,
          to: LIST_OF[kind],
        })),
        ...(thing.subject_kinds.includes('client') && put
          ? [
              {
                id: 'cadence',
                label: cadences.put,
                why_not: thing.current_version === null ? cadences.not_published : may_not_put,
                run: () => put(thing),
              },
            ]
          : []),
        { id: 'subjects', label: words.view_subjects, to: subjectsOf(thing.id) },
        { id: 'edit', label: words.edit, key: 'e', why_not: dead, to: `${here}/edit` },
        { id: 'duplicate', label: words.duplicate, why_not: dead, run: copy },
        { id: 'simulate', label: words.simulate, to: `${here}/simulate` },
        {
          id: 'export',
          label: words.export,
          run: () => window.location.assign(fileOf(thing.id, thing.current_version, 'yaml')),
        },
        { id: 'versions', label: words.versions, to: `${here}/versions` },
        { id: 'statistics', label: words.statistics, to: `${here}/statistics` },
        {
          id: 'pause',
          label: words.pause_all(thing.open_runs),
          why_not: thing.open_runs ? undefined : words.no_runs,
          run: () => pauseAllRuns(thing, () => refresh(WORKFLOWS, '/runs', '/tasks')),
        },
        thing.end === 'archive'
          ? { id: 'archive', label: words.archive, why_not: dead, run: () => shelf.archive(thing) }
          : { id: 'delete', label: words.delete, danger: true, why_not: dead, run: () => shelf.remove(thing) },
      ];
    },
    [go, refresh, shelf, put, may_not_put],
  );
};

/** Off the list and back again (WF-17, WF-18). */
const useShelf = () => {
  const refresh = useRefresh();
  const restore = async ({ id, version, name }: Pick<Actable, 'id' | 'version' | 'name'>) => {
    await api.delete(`${WORKFLOWS}/${id}/archive`, { version });
    await refresh(WORKFLOWS);
    toast(words.restored_it(name));
  };
  const archive = async ({ id, version, name }: Actable) => {
    const now = await unlessHeld({ id, name }, words.held_title(name), () =>
      api.put<WorkflowDetail>(`${WORKFLOWS}/${id}/archive`, {}, { version }),
    );
    if (!now) return;
    await refresh(WORKFLOWS);
    toast(words.archived_it(name), { undo: () => restore(now) });
  };
  const remove = async ({ id, version, name, steps }: Actable) => {
    const sure = await confirm({
      title: words.delete_title(name),
      consequence: words.delete_text(steps),
      verb: words.delete,
      danger: true,
    });
    if (!sure) return;
    const gone = await unlessHeld({ id, name }, words.held_delete_title(name), async () => {
      await api.delete(`${WORKFLOWS}/${id}`, { version });
      return true;
    });
    if (!gone) return;
    await refresh(WORKFLOWS);
    toast(words.deleted_it(name));
  };
  return { restore, archive, remove };
};
