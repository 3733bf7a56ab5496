import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useHasPage } from './places.ts';
import type { RunLineRow } from './query.ts';
import { words } from './words.ts';

/** Runs that wait for a person to look: an action failed, nobody was found, something is unsure. */
export const RunsInNeed = ({ runs }: { runs: readonly RunLineRow[] }) => {
  const has = useHasPage();
  return (
    <section className="home-part" aria-labelledby="home-runs">
      <header>
        <h2 id="home-runs">{words.attention}</h2>
        {has('/runs') && (
          <Go to="/runs?attention=true" className="home-more">
            {words.all_runs}
          </Go>
        )}
      </header>
      <ul className="home-rows">
        {runs.map((run) => (
          <li key={run.id} className="home-row">
            <StateChip state="unknown" label={words.strip.attention} bare />
            <span className="home-row-name">
              {has('/runs/$id') ? (
                <Go to={`/runs/${run.id}`} className="home-link">
                  {run.workflow}
                </Go>
              ) : (
                run.workflow
              )}
              <span className="quiet cut">
                {run.subject}
                {run.current_steps.length > 0 && ` · ${words.now(run.current_steps.join(', '))}`}
              </span>
            </span>
            <span className="home-progress" title={words.of_steps(run.done_count, run.step_count)}>
              <ProgressBar
                bare
                label={words.of_steps(run.done_count, run.step_count)}
                value={run.done_count}
                of={run.step_count}
              />
            </span>
            <Day date={run.next_due} due={run.state === 'running'} />
          </li>
        ))}
      </ul>
    </section>
  );
};
