import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { ListState } from '#kernel/ui/list/list-state.ts';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { TASKS } from '../runs/data.ts';
import { asksWhatIsDue, nextWords, nothingDue } from './next.ts';
import type { MyCounts } from './views.ts';
import { words } from './words.ts';

interface NextUpProps {
  counts: MyCounts | undefined;
  state: ListState;
}

/** Over one's own list on a day with nothing to do: what comes next, as a link to it (WF-193). */
export const NextUp = ({ counts, state }: NextUpProps) => {
  const { today, locale } = useClock();
  const wanted = nothingDue(counts) && asksWhatIsDue(state);
  const first = { view: 'mine', state: 'open', sort: 'due_on', limit: 1 };
  const next = useThing<ListAnswer<TaskRow>>(TASKS, first, { enabled: wanted }).data?.items[0];
  if (!wanted || !next) return null;
  return (
    <p className="work-next">
      {words.nothing_due} {words.next}{' '}
      <Go className="link" to={`/my-work?task=${next.id}`}>
        {nextWords(next, (date) => dayWords(date, today, locale))}
      </Go>
    </p>
  );
};
