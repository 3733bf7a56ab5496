import type { Id } from '#ground/id.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { type EventRow, useRunEvents, useTaskEvents } from '../events.ts';

const WRITTEN = 'comment.made';

/** What was written about a task of a run, oldest first. */
export const RunTalk = ({ run, task, step }: { run: Id; task: Id; step: string | null }) => {
  const { rows } = useRunEvents(run, WRITTEN);
  const about = ({ facts }: EventRow) => facts.task_id?.[1] === task || (step !== null && facts.step_key?.[1] === step);
  return <Talk events={rows.filter(about)} />;
};

/** The same of a task that belongs to no run. */
export const LoneTalk = ({ task }: { task: Id }) => {
  const { rows } = useTaskEvents(task, true);
  return <Talk events={rows.filter(({ verb }) => verb === WRITTEN)} />;
};

const Talk = ({ events }: { events: readonly EventRow[] }) => {
  const written = events.filter(({ undone }) => !undone).toReversed();
  if (!written.length) return null;
  return (
    <ul className="talk">
      {written.map(({ id, at, actor_name, facts }) => (
        <li key={id}>
          <Person name={actor_name} bare />
          <span>
            <b>{actor_name}</b>{' '}
            <span className="caption">
              <Moment instant={at} />
            </span>
          </span>
          <p>{String(facts.text?.[1] ?? '')}</p>
        </li>
      ))}
    </ul>
  );
};
