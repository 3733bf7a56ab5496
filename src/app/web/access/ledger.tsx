interface Line {
  from: number;
  to: number;
  /** Where its steps stand; those left of today are done, the first one after is live. */
  at: readonly number[];
}

const TODAY = 352;
const ROW = 52;
const WIDTH = 720;
const HEIGHT = 1040;

/** A practice's work, each run a line: what the product is about, before one is in. */
const LINES: readonly Line[] = [
  { from: -20, to: 420, at: [40, 132, 240, 392] },
  { from: 96, to: 640, at: [124, 196, 300, 380, 468, 604] },
  { from: 220, to: 520, at: [248, 324, 410, 492] },
  { from: -20, to: 310, at: [28, 116, 204, 282] },
  { from: 300, to: 740, at: [328, 376, 480, 572, 676] },
  { from: 60, to: 560, at: [88, 180, 268, 448, 532] },
  { from: -20, to: 480, at: [64, 156, 336, 452] },
  { from: 180, to: 740, at: [208, 292, 366, 424, 536, 628] },
  { from: 20, to: 388, at: [48, 140, 228, 312, 360] },
  { from: 260, to: 660, at: [288, 344, 440, 516, 632] },
  { from: -20, to: 600, at: [20, 108, 212, 320, 400, 500, 572] },
  { from: 128, to: 460, at: [156, 260, 432] },
  { from: 316, to: 740, at: [384, 464, 552, 648] },
  { from: -20, to: 356, at: [76, 172, 252, 328] },
  { from: 72, to: 520, at: [100, 192, 280, 372, 492] },
  { from: 204, to: 740, at: [232, 304, 416, 508, 620] },
  { from: -20, to: 440, at: [52, 148, 244, 340, 412] },
  { from: 148, to: 580, at: [176, 276, 396, 476, 552] },
  { from: 40, to: 340, at: [68, 164, 224, 312] },
];

/** The drawing beside the one column. It says nothing that is not said in words elsewhere. */
export const Ledger = () => (
  <div className="ledger" aria-hidden="true">
    <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMinYMid slice" focusable="false">
      <path className="ledger-today" d={`M${TODAY} 0V${HEIGHT}`} />
      {LINES.map((line, row) => (
        <Run key={`${line.from} ${line.at.join(' ')}`} line={line} y={ROW / 2 + 26 + row * ROW} />
      ))}
    </svg>
  </div>
);

const Run = ({ line, y }: { line: Line; y: number }) => {
  const live = line.at.find((x) => x > TODAY);
  return (
    <g transform={`translate(0 ${y})`}>
      <path className="ledger-ahead" d={`M${Math.max(line.from, Math.min(TODAY, line.to))} 0H${line.to}`} />
      {line.from < TODAY && <path className="ledger-behind" d={`M${line.from} 0H${Math.min(TODAY, line.to)}`} />}
      {line.at.map((x) => (
        <Step key={x} x={x} state={x <= TODAY ? 'done' : x === live ? 'live' : 'ahead'} />
      ))}
    </g>
  );
};

const Step = ({ x, state }: { x: number; state: 'done' | 'live' | 'ahead' }) => (
  <g transform={`translate(${x} 0)`} className="ledger-step" data-state={state}>
    <circle r={state === 'done' ? 8 : 7} />
    {state === 'done' && <path d="m-3.4.3 2.4 2.6 4.4-5.4" />}
    {state === 'live' && <circle r="2.6" className="ledger-heart" />}
  </g>
);
