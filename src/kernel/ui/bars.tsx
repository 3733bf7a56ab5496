import './bars.css';

interface Bar {
  label: string;
  n: number;
}

interface BarsProps {
  label: string;
  /** Left to right. */
  bars: readonly Bar[];
  /** What the first column of the table behind it is: «Hour». */
  by: string;
}

const WIDTH = 4;
const GAP = 2;
const HEIGHT = 40;

/** A few numbers in a row, drawn, with their table behind it for whoever reads instead of sees. @example <Bars label="Events" by="Hour" bars={hours} /> */
export const Bars = ({ label, bars, by }: BarsProps) => {
  const most = Math.max(1, ...bars.map(({ n }) => n));
  const total = bars.reduce((sum, { n }) => sum + n, 0);
  const width = bars.length * (WIDTH + GAP) - GAP;
  return (
    <figure className="bars">
      <figcaption>
        <b className="tabular">{total.toLocaleString('en')}</b> {label}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {bars.map(({ label: when, n }, at) => {
          const height = n === 0 ? 1 : Math.max(3, (n / most) * HEIGHT);
          const x = at * (WIDTH + GAP);
          return (
            <g key={when} data-none={n === 0 || undefined}>
              <title>{`${when}: ${n.toLocaleString('en')}`}</title>
              <rect x={x} y={0} width={WIDTH} height={HEIGHT} fill="transparent" />
              <rect className="bar" x={x} y={HEIGHT - height} width={WIDTH} height={height} />
            </g>
          );
        })}
      </svg>
      <p className="bars-ends caption" aria-hidden="true">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </p>
      <table className="unseen">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{by}</th>
            <th scope="col">{label}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label: when, n }) => (
            <tr key={when}>
              <td>{when}</td>
              <td>{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
};
