import { Combine, Unlink } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { peopleWhole } from '#people/fields/rights.ts';
import { useWho } from '../../me/me.ts';
import { useRefreshPeople } from '../data.ts';
import { addressOf, type PairRow, type ShortRecord } from './facts.ts';
import { MergeSheet } from './merge-sheet.tsx';
import { words } from './words.ts';
import './merge.css';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.views.all },
  { id: 'likely', label: words.views.likely, filters: { strength: 'likely' } },
  { id: 'possible', label: words.views.possible, filters: { strength: 'possible' } },
];
const FILTERS: readonly Filter[] = [
  {
    key: 'kind',
    label: words.kind,
    single: true,
    options: (['person', 'contact', 'employee'] as const).map((value) => ({ value, label: words.kinds[value] })),
  },
];

const COLUMNS: readonly Column<PairRow>[] = [
  {
    id: 'pair',
    label: words.columns.pair,
    cell: ({ a, b }) => (
      <span className="pair-cell">
        <span className="cut">{a.display_name}</span>
        <span className="pair-and">–</span>
        <span className="cut">{b.display_name}</span>
      </span>
    ),
  },
  {
    id: 'strength',
    label: words.columns.strength,
    cell: ({ strength }) => (
      <StateChip state={strength === 'likely' ? 'outstanding' : 'waiting'} label={words.strength[strength]} />
    ),
    width: 110,
  },
  {
    id: 'why',
    label: words.columns.why,
    cell: ({ why }) => <span title={why.join(', ')}>{why.join(', ')}</span>,
    width: 320,
  },
  {
    id: 'kind',
    label: words.columns.kind,
    cell: ({ a, b }) => [...new Set([a.kind, b.kind])].map((kind) => words.kind_of[kind]).join(', '),
    width: 130,
    off_card: true,
  },
  {
    id: 'changed',
    label: words.columns.changed,
    cell: ({ changed_at }) => <Moment instant={changed_at} />,
    width: 150,
    off_card: true,
  },
];

/** `/people/duplicates`: pairs once, strongest first (PE-72). */
export default function DuplicatesPage() {
  const no = peopleWhole(useWho(), 'merge records')?.because;
  const [pair, setPair] = useState<PairRow>();
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'strength' });
  const source = useList<PairRow>('/duplicates', state.query);
  const dismiss = useDismiss();
  const acts = (row: PairRow): Act[] => [
    { id: 'merge', label: words.merge, icon: <Combine />, key: 'm', why_not: no, run: () => setPair(row) },
    { id: 'dismiss', label: words.dismiss, icon: <Unlink />, key: 'd', why_not: no, run: () => dismiss(row) },
    ...[row.a, row.b].flatMap((one) => {
      const to = addressOf(one);
      return to ? [{ id: one.id, label: words.open_first(one.display_name), to }] : [];
    }),
  ];
  return (
    <>
      <Place title={words.duplicates} />
      <DataList
        name="duplicates"
        label={words.duplicates}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ a, b }) => `${a.display_name}, ${b.display_name}`}
        acts={acts}
        peek={(row) => <PairPeek row={row} />}
        no_search
        empty={<EmptyState title={words.empty} text={words.empty_text} />}
      />
      {pair && <MergeSheet first={pair.a} second={pair.b} close={() => setPair(undefined)} />}
    </>
  );
}

const useDismiss = () => {
  const refresh = useRefreshPeople();
  return async ({ id, a, b }: PairRow) => {
    await api.post(`/duplicates/${id}/dismissal`);
    toast(words.dismissed(a.display_name, b.display_name));
    await refresh();
  };
};

const PairPeek = ({ row }: { row: PairRow }) => (
  <Facts
    facts={[
      { label: words.columns.strength, value: words.strength[row.strength] },
      { label: words.columns.why, value: row.why.join(', ') },
      ...[row.a, row.b].map((one) => ({
        label: [words.kind_of[one.kind], ...one.numbers].join(', '),
        value: <RecordLink one={one} />,
      })),
    ]}
  />
);

const RecordLink = ({ one }: { one: ShortRecord }) => {
  const to = addressOf(one);
  return to ? (
    <Go className="link" to={to}>
      {one.display_name}
    </Go>
  ) : (
    one.display_name
  );
};
