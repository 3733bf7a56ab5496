import type { FileRow } from '#kernel/files/model.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import type { At } from '#workflows/runs/moves.ts';
import { taskById } from '#workflows/runs/state.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import type { TaskDetail } from '#workflows/runs/task-read.ts';
import { TASKS, useRun, useRunContext } from '../runs/data.ts';
import type { TaskDoors } from '../runs/task/acts.tsx';
import { TaskPanel } from '../runs/task/panel.tsx';
import { LoneTalk, RunTalk } from '../runs/task/talk.tsx';
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
  const files = useLoneFiles(row);
  const lone = useThing<TaskDetail>(`${TASKS}/${row.id}`, {}, { enabled: row.run_id === null }).data;
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  const task = data && taskById(data.state, row.id);
  if (row.run_id && !task) return <Coming />;
  const at =
    data && task ? { work: data.state, task, context } : withFiles(withInstructions(rowAt(row).at, lone), files);
  return (
    <TaskPanel
      key={row.id}
      at={at}
      step={data?.plan.find(({ task_id }) => task_id === row.id)}
      doors={doorsOf(at)}
      finish={(typed) => act({ task: at.task, command: { do: 'finish_task', task: row.id, ...typed } })}
      answer={(answers) => act({ task: at.task, command: { do: 'answer_form', task: row.id, answers, files: [] } })}
      comment={(text, mentions) =>
        act({ task: at.task, command: { do: 'comment_task', task: row.id, text, mentions } })
      }
      asked={asked}
      away
      talk={row.run_id ? <RunTalk run={row.run_id} task={row.id} step={row.step_key} /> : <LoneTalk task={row.id} />}
    />
  );
};

/** A row does not carry what a task by hand was added with. */
const withInstructions = (at: At, read: TaskDetail | undefined): At =>
  read ? { ...at, task: { ...at.task, instructions: read.instructions } } : at;

/** Those of a task by hand alone; a run brings its own. */
const useLoneFiles = ({ id, run_id }: TaskRow): readonly FileRow[] =>
  useThing<{ items: FileRow[] }>(`${TASKS}/${id}/files`, {}, { enabled: run_id === null }).data?.items ?? [];

const withFiles = (at: At, files: readonly FileRow[]): At => ({ ...at, work: { ...at.work, files } });

const Coming = () => (
  <div className="task-panel" role="status" aria-label={words.coming}>
    <SkeletonLine width="48%" />
    <SkeletonLine width="82%" />
    <SkeletonLine width="64%" />
  </div>
);
