import { addDays, type PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { Go, useGo } from '#kernel/ui/go.tsx';
import type { RunLineData } from '#kernel/ui/run-line/model.ts';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useHasPage } from './places.ts';
import type { MyCounts, TaskLine } from './query.ts';
import { words } from './words.ts';

const ORDER = ['overdue', 'today', 'week', 'later', 'pools', 'deputy'] as const;
const LISTED = 8;
/** Fewer are said better by the list alone. */
const DRAWN = 3;
/** The days that are drawn, before and after today. */
const BEFORE = 7;
const AFTER = 21;

/** My open tasks by due date: drawn as a line of days, and as rows. */
export const MyTasks = ({ tasks, counts }: { tasks: readonly TaskLine[]; counts: MyCounts | undefined }) => {
  const has = useHasPage();
  const { today } = useClock();
  const go = useGo();
  const addressOf = useTaskAddress();
  const line = lineOf(tasks, today);
  const mine = counts ? counts.overdue + counts.today + counts.week + counts.later : tasks.length;
  const open = (id: string) => {
    const to = addressOf(tasks.find((task) => task.id === id));
    if (to) go(to);
  };
  return (
    <section className="home-part" aria-labelledby="home-tasks">
      <header>
        <h2 id="home-tasks">{words.my_tasks}</h2>
        {counts && <Numbers counts={counts} />}
        {has('/my-work') && (
          <Go to="/my-work" className="home-more">
            {words.all_my_tasks}
          </Go>
        )}
      </header>
      {line.points.length >= DRAWN && <RunLine label={words.my_line} data={line} open={open} />}
      {tasks.length === 0 ? (
        <p className="quiet">
          {words.no_tasks} {words.no_tasks_text}
        </p>
      ) : (
        <ul className="home-rows">
          {tasks.slice(0, LISTED).map((task) => (
            <TaskRow key={task.id} task={task} to={addressOf(task)} />
          ))}
        </ul>
      )}
      {has('/my-work') && mine > LISTED && (
        <Go to="/my-work" className="home-more">
          {words.more_tasks((mine - LISTED).toLocaleString('en'))}
        </Go>
      )}
    </section>
  );
};

/** My next days as a line: what is due in them and is not held. Pure. */
const lineOf = (tasks: readonly TaskLine[], today: PlainDate): RunLineData => {
  const from = addDays(today, -BEFORE);
  const to = addDays(today, AFTER);
  const points = tasks.flatMap((task) =>
    !task.due_on || task.held || task.due_on < from || task.due_on > to
      ? []
      : [
          {
            key: task.id,
            title: task.title,
            date: task.due_on,
            state: 'live' as const,
            why: task.subject ?? undefined,
          },
        ],
  );
  return { today, from, to, points };
};

/** Where a task is worked: in its run, or in My work. */
const useTaskAddress = () => {
  const has = useHasPage();
  return (task: TaskLine | undefined): string | undefined => {
    if (task?.run_id && has('/runs/$id')) return `/runs/${task.run_id}?task=${task.id}`;
    return task && has('/my-work') ? `/my-work?task=${task.id}` : undefined;
  };
};

const TaskRow = ({ task, to }: { task: TaskLine; to: string | undefined }) => (
  <li className="home-row">
    <StateChip state={task.held ? 'on_hold' : task.state} bare />
    <span className="home-row-name">
      {to ? (
        <Go to={to} className="home-link">
          {task.title}
        </Go>
      ) : (
        task.title
      )}
      <span className="quiet cut">
        {[task.subject, task.workflow].filter(Boolean).join(' · ')}
        {task.for_member && ` · for ${task.for_member}`}
      </span>
    </span>
    <Day date={task.due_on} due={!task.held} />
  </li>
);

const Numbers = ({ counts }: { counts: MyCounts }) => {
  const has = useHasPage();
  return (
    <ul className="home-numbers">
      {ORDER.filter((key) => counts[key] > 0).map((key) => (
        <li key={key} data-late={key === 'overdue' || undefined}>
          {has('/my-work') && key !== 'pools' && key !== 'deputy' ? (
            <Go to={`/my-work?bucket=${key}`} className="home-link">
              <b>{counts[key].toLocaleString('en')}</b> {words.numbers[key]}
            </Go>
          ) : (
            <>
              <b>{counts[key].toLocaleString('en')}</b> {words.numbers[key]}
            </>
          )}
        </li>
      ))}
    </ul>
  );
};
