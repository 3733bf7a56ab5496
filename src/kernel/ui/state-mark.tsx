import './small.css';

/** A shape that says the state without its colour (PL-170). */
export type Shape = 'ring' | 'half' | 'tick' | 'cross' | 'hollow' | 'bar' | 'dash' | 'alert' | 'question' | 'live';
export type Hue = 'amber' | 'blue' | 'green' | 'red' | 'grey' | 'late';

const MARK_COLOUR: Readonly<Record<Hue, string>> = {
  amber: 'var(--amber-mark)',
  blue: 'var(--blue)',
  green: 'var(--green)',
  red: 'var(--red)',
  grey: 'var(--grey)',
  late: 'var(--red)',
};

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const disc = <circle cx="7" cy="7" r="6.25" fill="currentColor" />;
const ring = <circle cx="7" cy="7" r="5.5" {...stroke} />;
const onDisc = { ...stroke, stroke: 'var(--surface)', strokeWidth: 1.6 } as const;

const SHAPES: Readonly<Record<Shape, React.ReactNode>> = {
  ring: <circle cx="7" cy="7" r="5.25" {...stroke} strokeWidth={2.2} />,
  live: (
    <>
      {ring}
      <circle cx="7" cy="7" r="2.5" fill="currentColor" />
    </>
  ),
  half: (
    <>
      {ring}
      <path d="M7 3.2a3.8 3.8 0 0 1 0 7.6Z" fill="currentColor" />
    </>
  ),
  tick: (
    <>
      {disc}
      <path d="m4.2 7.2 2 2.1 3.7-4.4" {...onDisc} />
    </>
  ),
  cross: (
    <>
      {disc}
      <path d="m4.9 4.9 4.2 4.2M9.1 4.9 4.9 9.1" {...onDisc} />
    </>
  ),
  hollow: <circle cx="7" cy="7" r="5.5" {...stroke} strokeDasharray="2.2 2.12" strokeLinecap="butt" />,
  bar: (
    <>
      {ring}
      <path d="M5.6 4.9v4.2M8.4 4.9v4.2" {...stroke} />
    </>
  ),
  dash: (
    <>
      {ring}
      <path d="M4.6 7h4.8" {...stroke} />
    </>
  ),
  alert: (
    <>
      {disc}
      <path d="M7 3.9v3.6M7 9.9v.01" {...onDisc} strokeWidth={1.8} />
    </>
  ),
  question: (
    <>
      {ring}
      <path d="M5.7 5.6A1.4 1.4 0 1 1 7 7.4v.4M7 9.7v.01" {...stroke} strokeWidth={1.3} />
    </>
  ),
};

/** Only the drawing, for places that say the word themselves. */
export const StateMark = ({ shape, hue }: { shape: Shape; hue: Hue }) => (
  <svg className="mark" viewBox="0 0 14 14" style={{ color: MARK_COLOUR[hue] }} aria-hidden="true" focusable="false">
    {SHAPES[shape]}
  </svg>
);
