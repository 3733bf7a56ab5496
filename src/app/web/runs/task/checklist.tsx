import { Checkbox } from '@mantine/core';
import { Moment } from '#kernel/ui/day.tsx';
import type { At } from '#workflows/runs/moves.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { canTick, checklistOf } from '#workflows/runs/tasks.ts';
import type { TaskDoors } from './acts.tsx';
import { words } from './words.ts';
import '#kernel/ui/list/toolbar.css';

/** The lines of a task; each tick says who and when, and can be taken back while the task is open (WF-51). */
export const Checklist = ({ at, send }: { at: At; send: TaskDoors['send'] }) => {
  const { work, task } = at;
  const lines = checklistOf(work, task.step_key);
  if (!lines.length) return null;
  const dead = canTick(at) !== null;
  const done = lines.filter(({ key }) => Object.hasOwn(task.ticks, key)).length;
  return (
    <section className="task-part" aria-label={words.checklist}>
      <h3>
        {words.checklist} <span className="tab-count tabular">{words.ticked(done, lines.length)}</span>
      </h3>
      <ul className="ticks">
        {lines.map(({ key, text, required }) => {
          const tick = task.ticks[key];
          return (
            <li key={key} className="tick-line" data-ticked={tick ? '' : undefined}>
              <Checkbox
                size="sm"
                checked={!!tick}
                aria-disabled={dead || undefined}
                data-dead={dead || undefined}
                onChange={(event) =>
                  !dead && send({ do: event.currentTarget.checked ? 'tick' : 'untick', task: task.id, line: key })
                }
                label={
                  <>
                    {text}
                    {!required && <span className="quiet"> ({words.optional})</span>}
                  </>
                }
              />
              {tick && (
                <span className="caption tick-by">
                  {nameOf(work, tick.by)}, <Moment instant={tick.at} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
