import type { ListState } from '#kernel/ui/list/list-state.ts';
import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import type { RunStrip } from './facts.ts';
import { words } from './words.ts';

interface Tile {
  id: keyof typeof words.tiles;
  count: (strip: RunStrip) => number;
  /** What the address says while it is chosen. */
  chooses: Readonly<Record<string, string>>;
  late?: true;
}

const TILES: readonly Tile[] = [
  { id: 'overdue', count: ({ overdue }) => overdue, chooses: { overdue: 'true' }, late: true },
  { id: 'on_hold', count: ({ on_hold }) => on_hold, chooses: { state: 'on_hold' } },
  { id: 'attention', count: ({ attention }) => attention, chooses: { attention: 'true' }, late: true },
];

/** What needs somebody, as numbers one can press (WF section 5). */
export const Strip = ({ state }: { state: ListState }) => {
  const { data } = useThing<RunStrip>('/run-strip');
  const { search, write } = useSearchText();
  const nothing = Object.fromEntries(state.filters.map(({ key }) => [key, undefined]));
  return (
    <section className="run-strip" aria-label={words.strip}>
      {TILES.map(({ id, count, chooses, late }) => {
        const on = Object.entries(chooses).every(([key, value]) => search[key] === value);
        const n = data ? count(data) : undefined;
        return (
          <button
            key={id}
            type="button"
            className="run-tile"
            aria-pressed={on}
            data-late={(late && !!n) || undefined}
            data-none={n === 0 || undefined}
            onClick={() => write({ ...nothing, view: undefined, q: undefined, ...(on ? {} : chooses) })}
          >
            <span className="run-tile-count">{n === undefined ? '–' : n.toLocaleString('en')}</span>
            <span className="run-tile-word">{words.tiles[id]}</span>
          </button>
        );
      })}
    </section>
  );
};
