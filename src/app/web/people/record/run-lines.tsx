import { Day } from '#kernel/ui/day.tsx';
import { Go, useGo } from '#kernel/ui/go.tsx';
import { useList } from '#kernel/ui/query.ts';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { RUNS, runPage, useRun, useRunContext } from '../../runs/data.ts';
import { runLine } from '../../runs/line.ts';
import { words } from './words.ts';
import './record.css';

const MOST = 6;

/** What is under way on a record, each run as its line (PE-36). */
export const RunLines = ({ subject }: { subject: string }) => {
  const { rows, more } = useList<RunRow>(RUNS, { subject, state: 'open', sort: 'next_due', limit: MOST });
  if (rows.length === 0) return null;
  return (
    <section className="run-lines" aria-label={words.under_way}>
      <h2>{words.under_way}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="run-lines-one">
            <OneLine row={row} />
          </li>
        ))}
      </ul>
      {more && (
        <Go className="link" to="?tab=workflow">
          {words.all_runs}
        </Go>
      )}
    </section>
  );
};

const OneLine = ({ row }: { row: RunRow }) => {
  const go = useGo();
  const context = useRunContext();
  const { data } = useRun(row.id);
  const open = (step: string) => go(runPage(row.id, step.startsWith('task:') ? { task: step.slice(5) } : { step }));
  return (
    <>
      <div className="run-lines-head">
        <Go className="run-lines-name cut" to={runPage(row.id)}>
          {row.workflow}
        </Go>
        {row.state === 'on_hold' ? (
          <span title={row.holds[0]?.reason}>
            <StateChip state="on_hold" />
          </span>
        ) : (
          <span className="run-lines-now">
            {row.current_steps[0] && <span className="cut">{row.current_steps[0]}</span>}
            <Day date={row.next_due} due />
          </span>
        )}
      </div>
      {data ? (
        <RunLine size="row" label={row.workflow} data={runLine(data.state, data.plan, context)} open={open} />
      ) : (
        <SkeletonLine width="100%" />
      )}
    </>
  );
};
