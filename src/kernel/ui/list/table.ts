import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo } from 'react';
import type { ListState } from './list-state.ts';
import type { Column } from './model.ts';

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature, rowSortingFeature });

/** `name`, `-due` ⇄ what the table calls sorting. The server sorts; the table only says which way. */
const sortingOf = <Row>(sort: string, columns: readonly Column<Row>[]) => {
  const field = sort.replace(/^-/, '');
  const column = columns.find((c) => c.sort === field);
  return column ? [{ id: column.id, desc: sort.startsWith('-') }] : [];
};

export const useListTable = <Row extends { id: string }>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  state: ListState,
) => {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.label,
          cell: ({ row }) => column.cell(row.original),
          enableSorting: !!column.sort,
        }),
      ),
    );
  }, [columns]);
  const sorting = useMemo(() => sortingOf(state.sort, columns), [state.sort, columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    state: { sorting },
  });
  const asked = JSON.stringify(state.query);
  // ticks end when another filter is asked, and only then
  useEffect(() => table.resetRowSelection(true), [asked]);
  return table;
};

export type ListTable<Row extends { id: string }> = ReturnType<typeof useListTable<Row>>;
export type ListRow<Row extends { id: string }> = ReturnType<ListTable<Row>['getRow']>;
