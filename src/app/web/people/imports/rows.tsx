import { ArrowUpRight } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useHasPage } from '../../home/places.ts';
import { IMPORTS, useFileRows } from './data.ts';
import { type FileRow, fieldWords, type ImportDetail, outcomesOf, ROW_CHIP, rowName, rowSaid } from './facts.ts';
import { RowPeek } from './row-peek.tsx';
import { words } from './words.ts';

const viewsFor = ({ counts }: ImportDetail): View[] => [
  ...outcomesOf(counts).map((outcome) => ({
    id: outcome,
    label: words.outcome_views[outcome],
    filters: { outcome },
    count: counts[outcome],
  })),
  { id: 'all', label: words.views.all },
];

const columnsFor = (one: ImportDetail): Column<FileRow>[] => [
  {
    id: 'row',
    label: words.row_columns.row,
    cell: (row) => (
      <span className="import-row">
        <span className="quiet tabular">{row.no}</span>
        <span className="cut">{rowName(one, row.cells) || words.row(row.no)}</span>
      </span>
    ),
  },
  {
    id: 'outcome',
    label: words.row_columns.outcome,
    cell: (row) => <StateChip state={ROW_CHIP[row.outcome]} label={words.outcomes[row.outcome]} />,
    width: 112,
  },
  {
    id: 'what',
    label: words.row_columns.what,
    cell: (row) => {
      const said = rowSaid(one, row);
      return (
        <span className="import-said" title={said}>
          {said}
        </span>
      );
    },
    width: 300,
  },
];

/** Every row of the file with what would happen to it or did, what is wrong first (PE-85). */
export const FileRows = ({ one }: { one: ImportDetail }) => {
  const views = useMemo(() => viewsFor(one), [one]);
  const state = useListState({ views });
  const source = useFileRows(one.id, state.query);
  const refresh = useRefresh();
  const acts = useRowActs();
  useEffect(() => {
    void refresh(`${IMPORTS}/${one.id}/rows`);
  }, [refresh, one.id, one.version]);
  const columns = useMemo(() => columnsFor(one), [one]);
  return (
    <DataList
      name="import-rows"
      label={words.rows}
      columns={columns}
      state={state}
      source={source}
      nameOf={(row) => rowName(one, row.cells) || words.row(row.no)}
      acts={acts}
      peek={(row) => <RowPeek row={row} one={one} said={(field) => fieldWords(one, field)} />}
      inline
      no_search
      empty={<EmptyState title={words.no_rows} text={words.no_rows_text} />}
    />
  );
};

/** The record of a row, or the two it may be about, where they have a page. */
const useRowActs = () => {
  const has = useHasPage();
  const open = (url: string) => has(url.replace(/\/[^/]+$/, '/$id'));
  return ({ url, errors }: FileRow): Act[] => {
    const links = errors.flatMap((error) => error.links ?? []).filter(open);
    return [
      ...(url && open(url)
        ? [{ id: 'open', label: words.open_record, icon: <ArrowUpRight />, key: 'o', to: url }]
        : []),
      ...links.map((to, i) => ({ id: to, label: words.open_match(i + 1), icon: <ArrowUpRight />, to })),
    ];
  };
};
