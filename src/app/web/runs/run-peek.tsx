import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { phaseOf } from '#workflows/runs/state.ts';
import { runPage, useRun, useRunContext } from './data.ts';
import { runLine } from './line.ts';
import { PeekSteps } from './peek-steps.tsx';
import { runFacts } from './run-facts.tsx';
import { words } from './words.ts';
import './runs.css';
import './task/task.css';
import './run-page.css';

/** A run beside the list: where it stands, its line, and what is open. */
export const RunPeek = ({ row }: { row: RunRow }) => {
  const { data, error, refetch } = useRun(row.id);
  const context = useRunContext();
  const go = useGo();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <div className="task-panel" role="status" aria-label={words.runs}>
        <SkeletonLine width="48%" />
        <SkeletonLine width="82%" />
      </div>
    );
  const { state, plan } = data;
  return (
    <div className="run-peek">
      <StateChip state={phaseOf(state)} />
      <RunLine
        size="row"
        label={words.run_for(row.workflow, row.subject)}
        data={runLine(state, plan, context)}
        open={(step) => go(runPage(row.id, step.startsWith('task:') ? { task: step.slice(5) } : { step }))}
      />
      <PeekSteps plan={plan} state={state} />
      <Facts facts={runFacts(state)} />
    </div>
  );
};
