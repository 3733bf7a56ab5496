import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { type BulkTarget, bulkBody } from '#kernel/ui/list/model.ts';
import type { RunDifference, StepMove } from '#workflows/runs/version-difference.ts';

/** What the dry run of a move answers. */
export interface MovePreview {
  done: number;
  refused: number;
  rows: { id: Id; ok: boolean; because?: string; difference?: RunDifference }[];
}

export interface MovingRun {
  id: Id;
  difference: RunDifference;
}

/** What moving would make of each run, decided anew whenever another version or task is chosen (WF-140). */
export const useMovePreview = (target: BulkTarget, to_version: number | undefined, also_tasks: readonly string[]) =>
  useQuery({
    enabled: to_version !== undefined,
    queryKey: ['/runs/bulk', 'move', to_version, also_tasks, target.ids, target.filter],
    queryFn: () =>
      api.post<MovePreview>('/runs/bulk', {
        command: { do: 'move', to_version, also_tasks },
        ...bulkBody(target),
        dry_run: true,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const movingRuns = ({ rows }: MovePreview): MovingRun[] =>
  rows.flatMap(({ id, difference }) => (difference ? [{ id, difference }] : []));

export interface Tickable {
  key: string;
  title: string;
  runs: number;
}

/** Tasks that some runs would leave out, or would not because they are ticked (WF-142). */
export const tickable = (runs: readonly MovingRun[], ticked: readonly string[]): Tickable[] => {
  const found = new Map<string, Tickable>();
  const counts = ({ behind, key, change }: StepMove) => behind || (ticked.includes(key) && change !== 'kept');
  for (const step of runs.flatMap(({ difference }) => difference.steps)) {
    if (step.kind === 'action' || !counts(step)) continue;
    found.set(step.key, { key: step.key, title: step.title, runs: (found.get(step.key)?.runs ?? 0) + 1 });
  }
  return [...found.values()];
};
