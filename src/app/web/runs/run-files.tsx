import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import { hint } from '#kernel/ui/hint.tsx';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import { filesOf } from '#workflows/runs/attaching.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { FileName } from '../files/file-name.tsx';
import { words } from '../files/words.ts';

const SHOWN = 8;

/** At the side of a run: everything that was attached to its tasks (WF section 5). */
export const filesFact = ({ tasks, files }: RunState): Fact[] =>
  files.length ? [{ label: words.files, value: <RunFiles tasks={tasks} files={files} /> }] : [];

const RunFiles = ({ files, tasks }: Pick<RunState, 'files' | 'tasks'>) => {
  const [all, setAll] = useState(false);
  const there = tasks.flatMap((task) => filesOf({ files }, task).map((file) => ({ file, task })));
  return (
    <>
      <ul className="file-facts">
        {(all ? there : there.slice(0, SHOWN)).map(({ file, task }) => (
          <li key={file.id}>
            <FileName file={file} />
            <span className="caption">{task.title}</span>
          </li>
        ))}
      </ul>
      {!all && there.length > SHOWN && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {words.more(there.length)}
        </button>
      )}
    </>
  );
};

/** Beside a step: how many files its task has. */
export const StepFiles = ({ task_id, state }: { task_id: string | null | undefined; state: RunState }) => {
  const count = task_id ? filesOf(state, { id: task_id }).length : 0;
  if (!count) return null;
  return (
    <span className="run-step-files caption" {...hint(words.with_files(count))}>
      <Paperclip aria-hidden size={12} /> <span className="unseen">{words.with_files(count)}</span>
      <span aria-hidden>{count}</span>
    </span>
  );
};
