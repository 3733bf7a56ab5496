import type { Lane } from '#kernel/ui/list/board.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { words } from './words.ts';

/**
 * Runs of one workflow by the step they are at, in the order of its steps; what the version of today no longer has comes
 * after, and runs at no step last. Pure.
 */
export const byStep = (rows: readonly RunRow[], steps: readonly string[]): Lane<RunRow>[] => {
  const at = Map.groupBy(rows, (row) => (row.ended_at ? '' : (row.current_steps[0] ?? '')));
  const titles = [...new Set([...steps, ...at.keys()])].filter(Boolean);
  const none = at.get('') ?? [];
  return [
    ...titles.map((title) => ({ id: title, label: title, rows: at.get(title) ?? [] })),
    ...(none.length ? [{ id: '', label: words.at_no_step, rows: none }] : []),
  ];
};

/** Runs of several workflows, a lane for each, by name; a press on its head shows its steps. Pure. */
export const byWorkflow = (rows: readonly RunRow[], choose: (workflow: string) => void): Lane<RunRow>[] =>
  [...Map.groupBy(rows, (row) => row.workflow_id)]
    .map(([id, mine]) => ({ id, label: mine[0]!.workflow, rows: mine, choose: () => choose(id) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
