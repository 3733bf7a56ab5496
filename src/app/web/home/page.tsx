import { reads } from '#kernel/access/roles/rules.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useWhyNot } from '../me/me.ts';
import { FirstSteps } from './first-steps.tsx';
import { MyTasks } from './my-tasks.tsx';
import { PracticeNow } from './practice-now.tsx';
import { useWork } from './query.ts';
import { RunsInNeed } from './runs-in-need.tsx';
import { words } from './words.ts';
import './home.css';

/** `/`: the first things to do, then what waits for me and what needs somebody (PL-7). */
export default function Home() {
  const sees = useWhyNot(reads('workflows')) === undefined;
  const work = useWork(sees);
  return (
    <div className="home">
      <Place title={words.home} />
      <Today />
      <FirstSteps />
      {!sees && <EmptyState title={words.nothing_title} text={words.nothing_text} />}
      {work.tasks && <MyTasks tasks={work.tasks} counts={work.mine} />}
      {work.runs && work.runs.length > 0 && <RunsInNeed runs={work.runs} />}
      {work.strip && <PracticeNow strip={work.strip} />}
    </div>
  );
}

const Today = () => {
  const { today, locale } = useClock();
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  return (
    <p className="home-day">
      <time dateTime={today}>{day.format(new Date(`${today}T12:00:00Z`))}</time>
    </p>
  );
};
