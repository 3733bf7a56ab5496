import { Copy, Pause, Play, Square, Workflow } from 'lucide-react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { cadencePage, type SeriesDetail, type SeriesRow, useRefreshCadences } from './data.ts';
import { words } from './words.ts';

type Actable = Pick<SeriesRow, 'id' | 'version' | 'name' | 'state' | 'workflow_id'>;

/** What can be done with a whole series, in the list and on its page (CA-49, CA-50, CA-55, CA-57). */
export const useSeriesActs = () => {
  const may_not = useWhyNot(writes('workflows', 'workflows.launch'));
  const refresh = useRefreshCadences();
  const go = useGo();
  const pause = async ({ id, version, name }: Actable) => {
    const now = await api.put<SeriesDetail>(`${cadencePage(id)}/pause`, {}, { version });
    toast(words.paused_it(name), { undo: () => resume(now, false) });
    await refresh();
  };
  const resume = async ({ id, version, name }: Actable, create_current: boolean) => {
    await api.delete(`${cadencePage(id)}/pause`, { version, query: { create_current } });
    toast(words.resumed_it(name));
    await refresh();
  };
  const end = async ({ id, version, name }: Actable) => {
    const sure = await confirm({
      title: words.end_title(name),
      consequence: words.end_text,
      verb: words.end,
      danger: true,
    });
    if (!sure) return;
    await api.put(`${cadencePage(id)}/end`, {}, { version });
    toast(words.ended_it(name));
    await refresh();
  };
  const copy = async ({ id }: Actable) => {
    const made = await api.post<SeriesDetail>(`${cadencePage(id)}/copies`);
    toast(words.duplicated(made.name), { link: { label: words.open, run: () => go(cadencePage(made.id)) } });
    await refresh();
  };
  return (one: Actable): Act[] => {
    const why_not = may_not ?? (one.state === 'ended' ? words.has_ended : undefined);
    const going: Act[] =
      one.state === 'paused'
        ? [
            { id: 'resume', label: words.resume, icon: <Play />, why_not, run: () => resume(one, false) },
            { id: 'current', label: words.resume_current, icon: <Play />, why_not, run: () => resume(one, true) },
          ]
        : [{ id: 'pause', label: words.pause, icon: <Pause />, why_not, run: () => pause(one) }];
    return [
      ...going,
      { id: 'copy', label: words.duplicate, icon: <Copy />, why_not: may_not, run: () => copy(one) },
      { id: 'workflow', label: words.open_workflow, icon: <Workflow />, to: `/workflows/${one.workflow_id}` },
      { id: 'end', label: words.end, icon: <Square />, danger: true, why_not, run: () => end(one) },
    ];
  };
};
