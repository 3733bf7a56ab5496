import type { PointState } from './model.ts';

interface DotProps {
  x: number;
  y: number;
  r: number;
  state: PointState;
  late: boolean;
}

/** One step on the line: filled tick, ring, hollow, dash or cross. */
export const Dot = ({ x, y, r, state, late }: DotProps) => (
  <g className="rl-dot" data-state={state} data-late={late || undefined} transform={`translate(${x} ${y})`}>
    {state !== 'skipped' && <circle r={state === 'live' ? r - 0.25 : r - 0.5} />}
    {state === 'done' && r >= 4 && (
      <path
        d={`M${-0.42 * r} ${0.04 * r}l${0.3 * r} ${0.32 * r} ${0.54 * r} ${-0.66 * r}`}
        strokeWidth={r > 6 ? 1.6 : 1.2}
      />
    )}
    {state === 'live' && r >= 6 && <circle className="rl-heart" r={r * 0.34} />}
    {state === 'skipped' && (
      <>
        <rect x={-r - 2} y={-r} width={2 * r + 4} height={2 * r} className="rl-blank" />
        <path d={`M${-r * 0.7} 0h${r * 1.4}`} strokeWidth={r > 6 ? 2 : 1.6} />
      </>
    )}
    {state === 'failed' && r >= 4 && (
      <path
        d={`M${-0.34 * r} ${-0.34 * r}l${0.68 * r} ${0.68 * r}m0 ${-0.68 * r}l${-0.68 * r} ${0.68 * r}`}
        strokeWidth={1.5}
      />
    )}
  </g>
);
