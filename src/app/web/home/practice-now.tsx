import { Go } from '#kernel/ui/go.tsx';
import { useHasPage } from './places.ts';
import type { RunStrip } from './query.ts';
import { words } from './words.ts';

const ORDER: readonly (readonly [keyof RunStrip, string])[] = [
  ['running', 'state=running'],
  ['due_this_week', 'state=open&sort=next_due'],
  ['overdue', 'overdue=true'],
  ['on_hold', 'state=on_hold'],
  ['attention', 'attention=true'],
  ['unowned', 'state=open'],
  ['completed', 'state=completed'],
];
/** Worth a word only when there are some. */
const ONLY_SOME = new Set<keyof RunStrip>(['unowned']);

/** The runs one may see, in numbers; each leads to its list. Nothing while there are none. */
export const PracticeNow = ({ strip }: { strip: RunStrip }) => {
  const linked = useHasPage()('/runs');
  if (ORDER.every(([key]) => strip[key] === 0)) return null;
  const shown = ORDER.filter(([key]) => strip[key] > 0 || !ONLY_SOME.has(key));
  return (
    <section className="home-part" aria-labelledby="home-now">
      <header>
        <h2 id="home-now">{words.practice_now}</h2>
      </header>
      <ul className="home-strip">
        {shown.map(([key, search]) => (
          <li key={key} data-late={(key === 'overdue' && strip.overdue > 0) || undefined}>
            {linked ? (
              <Go to={`/runs?${search}`} className="home-figure">
                <Figure value={strip[key]} label={words.strip[key]} />
              </Go>
            ) : (
              <span className="home-figure">
                <Figure value={strip[key]} label={words.strip[key]} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Figure = ({ value, label }: { value: number; label: string }) => (
  <>
    <span className="home-value">{value.toLocaleString('en')}</span>
    <span className="caption">{label}</span>
  </>
);
