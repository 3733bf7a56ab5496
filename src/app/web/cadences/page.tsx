import { History } from 'lucide-react';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useSeriesActs } from './acts.tsx';
import { CADENCES, cadencePage, type SeriesRow } from './data.ts';
import { FILTERS, VIEWS } from './filters.ts';
import { words } from './words.ts';
import './cadences.css';

const COLUMNS: Column<SeriesRow>[] = [
  { id: 'name', label: words.name, cell: ({ name }) => name, sort: 'name' },
  { id: 'repeats', label: words.repeats, cell: ({ sentence }) => <span title={sentence}>{sentence}</span>, width: 340 },
  { id: 'state', label: words.state, cell: (row) => <SeriesState row={row} />, width: 130 },
  { id: 'clients', label: words.clients, cell: (row) => <Clients row={row} />, width: 150 },
  {
    id: 'next',
    label: words.next,
    cell: ({ next_on }) => (next_on ? <Day date={next_on} /> : <span className="quiet">{words.nothing_next}</span>),
    width: 170,
    sort: 'next_on',
  },
  {
    id: 'last',
    label: words.last,
    cell: ({ last_on }) => (last_on ? <Day date={last_on} short /> : <span className="quiet">{words.never}</span>),
    width: 120,
  },
  {
    id: 'workflow',
    label: words.workflow,
    cell: ({ workflow }) => workflow,
    width: 180,
    sort: 'workflow',
    off_card: true,
  },
  { id: 'owner', label: words.owner, cell: ({ owner }) => <Person name={owner} />, width: 150, off_card: true },
];

/** `/cadences`: everything that comes round (CA section 4). */
export default function CadencesPage() {
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
  const source = useList<SeriesRow>(CADENCES, state.query);
  const acts = useSeriesActs();
  return (
    <div className="cadences">
      <Place title={words.cadences} />
      <DataList
        name="cadences"
        label={words.cadences}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name }) => name}
        href={({ id }) => cadencePage(id)}
        acts={acts}
        quiet={({ state: at }) => at === 'ended'}
        tools={
          <Go className="tool" to="/cadences/missed" aria-label={words.to_missed} {...hint(words.to_missed)}>
            <History /> <span className="tool-name">{words.to_missed}</span>
          </Go>
        }
        empty={
          state.narrowed || (state.view && state.view.id !== 'open') ? (
            <EmptyState title={words.none_in_view} />
          ) : (
            <EmptyState
              title={words.empty}
              text={words.empty_text}
              acts={[{ id: 'workflows', label: words.put, main: true, to: '/workflows' }]}
            />
          )
        }
      />
    </div>
  );
}

export const SeriesState = ({ row: { state, attention } }: { row: Pick<SeriesRow, 'state' | 'attention'> }) =>
  attention && state === 'active' ? (
    <StateChip state="ready" label={words.attention(attention)} />
  ) : (
    <StateChip state={state === 'ended' ? 'cancelled' : state} label={words.states[state]} />
  );

const Clients = ({ row: { clients, by_tag, blocked } }: { row: SeriesRow }) => (
  <span title={blocked ? words.blocked(blocked) : ''}>
    <span className="tabular">{clients.toLocaleString('en')}</span>
    {by_tag > 0 && <span className="quiet">, {words.by_tag(by_tag)}</span>}
    {blocked > 0 && <span className="cadence-blocked">, {words.blocked(blocked)}</span>}
  </span>
);
