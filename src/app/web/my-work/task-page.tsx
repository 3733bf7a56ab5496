import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { isRefusal } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { TaskDetail } from '#workflows/runs/task-read.ts';
import { TASKS } from '../runs/data.ts';
import { useTaskDoors } from '../runs/task/doors.tsx';
import { useRowAt } from './row-at.ts';
import { TaskPeek } from './task-peek.tsx';
import { words } from './words.ts';
import './my-work.css';

/**
 * `/my-work/$id`: where a line of a mail leads. One task and what can be done with it: opening it changes nothing, a press by
 * whoever is signed in acts (PL-126, PL-45, IN-174).
 */
export default function TaskPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<TaskDetail>(`${TASKS}/${id}`);
  if (isRefusal(error) && error.status < 500 && error.status !== 429) return <Gone />;
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Shown row={data} /> : <PageSkeleton />;
}

const Shown = ({ row }: { row: TaskDetail }) => {
  const rowAt = useRowAt();
  const [asked, setAsked] = useState({ finish: 0, comment: 0 });
  const { doorsOf, dialog } = useTaskDoors((_, what) => setAsked((now) => ({ ...now, [what]: now[what] + 1 })));
  const over = row.state !== 'ready' && row.state !== 'in_progress' && row.state !== 'waiting';
  return (
    <article className="task-page">
      <Place title={row.title} parent={PARENT} heading_below />
      <header>
        <h1>{row.title}</h1>
        <p className="quiet">{[row.subject, row.workflow ?? words.by_hand].filter(Boolean).join(' · ')}</p>
      </header>
      {over && (
        <p className="task-over" role="status">
          {row.state === 'cancelled' ? words.not_needed : words.over[row.state === 'skipped' ? 'skipped' : 'done']}{' '}
          <Go className="link" to="/my-work">
            {words.to_my_work}
          </Go>
        </p>
      )}
      <h2 className="unseen">{words.what}</h2>
      <TaskPeek row={row} rowAt={rowAt} doorsOf={doorsOf} asked={asked} />
      {dialog}
    </article>
  );
};

/** Deleted, given to somebody else, or never theirs: the same words for all, and the way on (PL-45). */
const Gone = () => (
  <>
    <Place title={words.gone_title} parent={PARENT} />
    <EmptyState
      title={words.gone_title}
      text={words.gone}
      acts={[{ id: 'work', label: words.to_my_work, main: true, to: '/my-work' }]}
    />
  </>
);

const PARENT = { label: words.title, to: '/my-work' };
