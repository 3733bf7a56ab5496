import { Briefcase, ClipboardList, Mail, Smartphone, SquareCheck, UserCheck, Zap } from 'lucide-react';
import type { PlainDate } from '#ground/time.ts';
import { Dot } from './dot.tsx';
import type { Flag, Stretch } from './labels.ts';
import { isLate, type RunLineData, type Sign } from './model.ts';
import { monthsOf, type Scale } from './scale.ts';
import type { Metrics } from './sizes.ts';

const SIGNS = {
  'tick-box': SquareCheck,
  envelope: Mail,
  phone: Smartphone,
  form: ClipboardList,
  review: UserCheck,
  job: Briefcase,
  action: Zap,
} as const satisfies Record<Sign, unknown>;

interface DrawingProps {
  data: RunLineData;
  scale: Scale;
  metrics: Metrics;
  width: number;
  height: number;
  /** Height of the line itself. */
  y: number;
  r: number;
  flags: readonly Flag[];
  stretches: readonly Stretch[];
  active: number | undefined;
  words: {
    flagDate: (flag: Flag) => { text: string; late: boolean };
    month: (date: PlainDate) => string;
    today: string;
  };
}

/** The picture only; what can be reached and read aloud lies over it as a list. */
export const Drawing = (props: DrawingProps) => {
  const { data, scale, width, height, y, r, metrics, active } = props;
  return (
    <svg
      className="rl-picture"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      {metrics.months && <Months {...props} />}
      <Line {...props} />
      {(data.holds ?? []).map((hold) => (
        <Hold key={hold.from} from={scale.xOf(hold.from)} to={hold.to ? scale.xOf(hold.to) : scale.end} y={y} r={r} />
      ))}
      <Flags {...props} />
      <Today {...props} />
      {scale.points.map((p, at) => (
        <g key={p.key} data-active={at === active || undefined}>
          <Dot x={p.x} y={y} r={r} state={p.state} late={isLate(p, data)} />
          {metrics.signs && p.sign && r >= 5 && (
            <SignOf sign={p.sign} x={p.x} y={y + r + metrics.signGap} size={metrics.signs} />
          )}
        </g>
      ))}
      <People {...props} />
    </svg>
  );
};

/** What lies behind is ink, what lies ahead is pencil, what has no date is dotted. */
const Line = ({ scale, data, y }: DrawingProps) => {
  const now = Math.max(scale.start, Math.min(scale.end, scale.xOf(data.today)));
  const behind = data.today < scale.from ? scale.start : now;
  const dated = scale.points.filter((p) => !p.loose);
  const looseFrom = scale.points.some((p) => p.loose) ? Math.max(behind, dated.at(-1)?.x ?? scale.start) : scale.end;
  return (
    <>
      <path className="rl-ahead" d={`M${behind} ${y}H${looseFrom}`} />
      {looseFrom < scale.end && <path className="rl-loose" d={`M${looseFrom} ${y}H${scale.end}`} />}
      <path className="rl-behind" d={`M${scale.start} ${y}H${behind}`} />
    </>
  );
};

const Hold = ({ from, to, y, r }: { from: number; to: number; y: number; r: number }) => {
  const h = Math.max(5, r * 0.9);
  return (
    <g className="rl-hold">
      <rect x={from} y={y - h / 2} width={Math.max(4, to - from)} height={h} rx={h / 2} />
      {to - from > 16 && <path d={`M${(from + to) / 2 - 1.75} ${y - h / 4}v${h / 2}m3.5 ${-h / 2}v${h / 2}`} />}
    </g>
  );
};

const Today = ({ scale, data, y, r, height, metrics, words }: DrawingProps) => {
  if (data.today < scale.from || data.today > scale.to) return null;
  const x = Math.round(scale.xOf(data.today)) + 0.5;
  const [top, bottom] = metrics.months ? [y - r - 6, height - 15] : [y - metrics.rule, y + metrics.rule];
  return (
    <g className="rl-today">
      <path d={`M${x} ${top}V${bottom}`} />
      {metrics.months && (
        <text x={Math.max(14, Math.min(scale.end - 2, x))} y={height - 3} textAnchor="middle">
          {words.today}
        </text>
      )}
    </g>
  );
};

const Months = ({ scale, data, y, height, words }: DrawingProps) => {
  const today = scale.xOf(data.today);
  return (
    <g className="rl-months">
      {monthsOf(scale, 40).map(({ date, x }) => (
        <g key={date}>
          <path d={`M${x} ${y - 4}v8`} />
          {Math.abs(x - today) > 38 && (
            <text x={x} y={height - 3} textAnchor="middle">
              {words.month(date)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
};

const Flags = ({ flags, y, r, metrics, words, active, scale }: DrawingProps) =>
  flags.map((flag) => {
    const base = y - r - 10 - flag.lane * metrics.lane;
    const x = flag.left ? flag.point.x - 7 : flag.point.x + 7;
    const { text, late } = words.flagDate(flag);
    return (
      <g
        key={flag.point.key}
        className="rl-flag"
        data-state={flag.point.state}
        data-active={scale.points[active ?? -1]?.key === flag.point.key || undefined}
      >
        <path d={`M${flag.point.x} ${y - r - 2}V${base - (flag.text ? 26 : 9)}`} />
        <text className="rl-title" x={x} y={base - 15} textAnchor={flag.left ? 'end' : 'start'}>
          {flag.text}
        </text>
        <text className="rl-date" data-late={late || undefined} x={x} y={base} textAnchor={flag.left ? 'end' : 'start'}>
          {text}
        </text>
      </g>
    );
  });

const People = ({ stretches, y, r, metrics }: DrawingProps) => {
  const top = y + r + metrics.signGap + (metrics.signs || 0) + 8;
  return stretches.map((s) => (
    <g key={`${s.who}${s.from}`} className="rl-who">
      {s.to > s.from && <path d={`M${s.from} ${top - 2}v2H${s.to}v-2`} />}
      <text x={s.from} y={top + 13} dx={s.to > s.from ? 0 : -5}>
        {s.text}
      </text>
    </g>
  ));
};

const SignOf = ({ sign, x, y, size }: { sign: Sign; x: number; y: number; size: number }) => {
  const Icon = SIGNS[sign];
  return <Icon x={x - size / 2} y={y} size={size} absoluteStrokeWidth strokeWidth={1.25} className="rl-sign" />;
};
