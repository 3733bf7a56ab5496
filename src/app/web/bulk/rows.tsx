import { useEffect } from 'react';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { useList, useRefresh } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { Operation } from './operation.ts';
import { words } from './words.ts';

interface BulkLine {
  no: number;
  id: string;
  title: string | null;
  url: string | null;
  state: 'waiting' | 'done' | 'unchanged' | 'refused' | 'cancelled';
  because: string | null;
}

const VIEWS: readonly View[] = [
  { id: 'first', label: words.views.first },
  { id: 'refused', label: words.views.refused, filters: { state: 'refused' } },
  { id: 'done', label: words.views.done, filters: { state: 'done' } },
  { id: 'waiting', label: words.views.waiting, filters: { state: 'waiting' } },
];
const CHIP = {
  waiting: 'waiting',
  done: 'done',
  unchanged: 'inactive',
  refused: 'failed',
  cancelled: 'cancelled',
} as const;

const nameOf = (row: BulkLine): string => row.title ?? words.row(row.no);

const COLUMNS: Column<BulkLine>[] = [
  { id: 'thing', label: words.columns.thing, cell: nameOf },
  {
    id: 'state',
    label: words.columns.state,
    cell: (row) => <StateChip state={CHIP[row.state]} label={words.row_states[row.state]} />,
    width: 120,
  },
  {
    id: 'because',
    label: words.columns.because,
    cell: (row) => row.because && <span title={row.because}>{row.because}</span>,
    width: 250,
  },
];

/** Every row with its answer, the refused ones first. */
export const BulkRows = ({ operation }: { operation: Operation }) => {
  const state = useListState({ views: VIEWS, sort: 'refused_first' });
  const path = `/bulk-operations/${operation.id}/rows`;
  const source = useList<BulkLine>(path, state.query);
  const refresh = useRefresh();
  useEffect(() => {
    void refresh(path);
  }, [refresh, path, operation.version]);
  return (
    <DataList
      name="bulk-rows"
      label={words.rows}
      columns={COLUMNS}
      state={state}
      source={source}
      nameOf={nameOf}
      href={(row) => row.url ?? `/bulk/${operation.id}`}
      inline
      no_search
      empty={<EmptyState title={words.empty} text={words.empty_text} />}
    />
  );
};
