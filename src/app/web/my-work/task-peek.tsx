import { ErrorState } from '#kernel/ui/error-state.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import type { At } from '#workflows/runs/moves.ts';
import { taskById } from '#workflows/runs/state.ts';
import { useRun, useRunContext } from '../runs/data.ts';
import type { TaskRow } from '../runs/facts.ts';
import type { TaskDoors } from '../runs/task/acts.tsx';
import { TaskPanel } from '../runs/task/panel.tsx';
import { useTaskCommand } from '../runs/task/use-task-command.ts';
import type { RowAt } from './row-at.ts';
import { words } from './words.ts';

interface TaskPeekProps {
  row: TaskRow;
  rowAt: (row: TaskRow) => RowAt;
  doorsOf: (at: At) => TaskDoors;
  asked: { finish: number; comment: number };
}

/** A task beside the list, with its run behind it. */
export const TaskPeek = ({ row, rowAt, doorsOf, asked }: TaskPeekProps) => {
  const { data, error, refetch } = useRun(row.run_id);
  const context = useRunContext();
  const act = useTaskCommand({ quiet: true });
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  const task = data && taskById(data.state, row.id);
  if (row.run_id && !task) return <Coming />;
  const at = data && task ? { work: data.state, task, context } : rowAt(row).at;
  return (
    <TaskPanel
      key={row.id}
      at={at}
      step={data?.plan.find(({ task_id }) => task_id === row.id)}
      doors={doorsOf(at)}
      finish={(typed) => act({ task: at.task, command: { do: 'finish_task', task: row.id, ...typed } })}
      comment={(text) => act({ task: at.task, command: { do: 'comment_task', task: row.id, text, mentions: [] } })}
      asked={asked}
      away
    />
  );
};

const Coming = () => (
  <div className="task-panel" role="status" aria-label={words.coming}>
    <SkeletonLine width="48%" />
    <SkeletonLine width="82%" />
    <SkeletonLine width="64%" />
  </div>
);
