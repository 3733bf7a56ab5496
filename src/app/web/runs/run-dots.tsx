import { Dot } from '#kernel/ui/run-line/dot.tsx';
import type { PointState } from '#kernel/ui/run-line/model.ts';
import '#kernel/ui/run-line/run-line.css';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { words } from './words.ts';
import './runs.css';

const HEIGHT = 20;
const LEAST_R = 2;
const MOST_R = 4.5;
const LONGEST_GAP = 13;

/** How far a run is, as its line without days: done, live, to come. A list knows only the numbers. */
export const RunDots = ({ row, width = 140 }: { row: RunRow; width?: number }) => {
  const { step_count: all, done_count: done, current_steps, overdue_tasks, state, workflow } = row;
  const over = row.ended_at !== null;
  const live = over ? 0 : Math.min(current_steps.length, Math.max(0, all - done));
  const gap = all > 1 ? Math.min(LONGEST_GAP, (width - 2 * MOST_R - 2) / (all - 1)) : 0;
  const r = Math.max(LEAST_R, Math.min(MOST_R, gap * 0.42 || MOST_R));
  const x = (at: number) => MOST_R + 1 + at * gap;
  const reached = x(Math.max(0, Math.min(all - 1, done + Math.max(0, live - 1))));
  const stateAt = (at: number): PointState =>
    at < done
      ? 'done'
      : at < done + live
        ? row.needs_attention
          ? 'failed'
          : 'live'
        : state === 'cancelled'
          ? 'skipped'
          : 'planned';
  return (
    <svg
      className="rl-picture run-dots"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={words.progress_of(workflow, done, all, current_steps)}
    >
      <path className="rl-ahead" d={`M${reached} 10H${x(Math.max(0, all - 1))}`} />
      <path className="rl-behind" d={`M${x(0)} 10H${reached}`} />
      {Array.from({ length: all }, (_, at) => (
        // steps keep their place
        <g key={at} transform="translate(0 0)">
          <Dot x={x(at)} y={10} r={r} state={stateAt(at)} late={overdue_tasks > 0 && at === done} />
        </g>
      ))}
    </svg>
  );
};
