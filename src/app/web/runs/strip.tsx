import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import type { ListState } from '#kernel/ui/list/list-state.ts';
import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import type { RunStrip } from './facts.ts';
import { daysAgo, nextMonday } from './filters.ts';
import { words } from './words.ts';

interface Tile {
  id: keyof typeof words.tiles;
  count: (strip: RunStrip) => number;
  /** What the address says while it is chosen; without it the number only tells. */
  chooses?: Readonly<Record<string, string>>;
  late?: true;
}

const tilesOn = (today: PlainDate): readonly Tile[] => [
  { id: 'overdue', count: ({ overdue }) => overdue, chooses: { overdue: 'true' }, late: true },
  {
    id: 'due',
    count: ({ overdue, due_this_week }) => overdue + due_this_week,
    chooses: { state: 'running', due_before: nextMonday(today) },
  },
  { id: 'on_hold', count: ({ on_hold }) => on_hold, chooses: { state: 'on_hold' } },
  { id: 'attention', count: ({ attention }) => attention, chooses: { attention: 'true' }, late: true },
  { id: 'unowned', count: ({ unowned }) => unowned, chooses: { owner: 'none' } },
  {
    id: 'completed',
    count: ({ completed }) => completed,
    chooses: { view: 'completed', ended_after: daysAgo(today, 30) },
  },
];

/** What needs somebody, as numbers one can press (WF section 5). */
export const Strip = ({ state }: { state: ListState }) => {
  const { today } = useClock();
  const { data } = useThing<RunStrip>('/run-strip');
  const { search, write } = useSearchText();
  const nothing = Object.fromEntries(state.filters.map(({ key }) => [key, undefined]));
  return (
    <section className="run-strip" aria-label={words.strip}>
      {tilesOn(today).map(({ id, count, chooses, late }) => {
        const n = data ? count(data) : undefined;
        const on = chooses && Object.entries(chooses).every(([key, value]) => search[key] === value);
        const look = {
          className: 'run-tile',
          'data-late': (late && !!n) || undefined,
          'data-none': n === 0 || undefined,
        };
        const inside = (
          <>
            <span className="run-tile-count">{n === undefined ? '–' : n.toLocaleString('en')}</span>
            <span className="run-tile-word">{words.tiles[id]}</span>
          </>
        );
        if (!chooses)
          return (
            <p key={id} {...look}>
              {inside}
            </p>
          );
        return (
          <button
            key={id}
            type="button"
            {...look}
            aria-pressed={on}
            onClick={() => write({ ...nothing, view: undefined, q: undefined, ...(on ? {} : chooses) })}
          >
            {inside}
          </button>
        );
      })}
    </section>
  );
};
