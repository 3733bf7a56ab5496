import { FileUp } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, Filter, View } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { IMPORT_KINDS } from '#people/fields/import-rights.ts';
import { STATES } from '#people/imports/model.ts';
import { useNameOf } from '../data.ts';
import { IMPORTS, importPage, newImport } from './data.ts';
import { CHIP, type ImportLine, stateWords, takingBack, totals } from './facts.ts';
import { useImportKinds } from './import-acts.tsx';
import { MayNotImport } from './may-not-import.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.views.all },
  { id: 'open', label: words.states.previewed, filters: { state: 'previewed' } },
  { id: 'done', label: words.states.done, filters: { state: 'done' } },
  { id: 'undone', label: words.states.undone, filters: { state: 'undone' } },
];
const FILTERS: readonly Filter[] = [
  {
    key: 'kind',
    label: words.filters.kind,
    single: true,
    options: IMPORT_KINDS.map((value) => ({ value, label: words.kinds[value] ?? value })),
  },
  {
    key: 'state',
    label: words.filters.state,
    single: true,
    options: STATES.map((value) => ({ value, label: words.states[value] })),
  },
];

const columnsFor = (nameOf: ReturnType<typeof useNameOf>): Column<ImportLine>[] => [
  { id: 'file', label: words.columns.file, sort: 'file', cell: (row) => row.file },
  {
    id: 'state',
    label: words.columns.state,
    cell: (row) => <StateChip state={takingBack(row) ? 'running' : CHIP[row.state]} label={stateWords(row)} />,
    width: 140,
  },
  { id: 'kind', label: words.columns.kind, cell: (row) => words.kinds[row.kind], width: 120 },
  {
    id: 'counts',
    label: words.columns.counts,
    cell: (row) => {
      const said = totals(row.kind, row.counts) || `${row.rows.toLocaleString('en')}`;
      return (
        <span className="tabular" title={said}>
          {said}
        </span>
      );
    },
    width: 250,
  },
  {
    id: 'by',
    label: words.columns.by,
    cell: (row) => <Person name={nameOf(row.created_by) ?? words.program} />,
    width: 160,
    off_card: true,
  },
  {
    id: 'at',
    label: words.columns.at,
    sort: 'created_at',
    cell: (row) => <Moment instant={row.created_at} />,
    width: 150,
    off_card: true,
  },
];

/** `/people/imports`: every file that was read in, by whom, and what came of it (PE-80). */
export default function ImportsPage() {
  const kinds = useImportKinds();
  const nameOf = useNameOf();
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: '-created_at' });
  const source = useList<ImportLine>(IMPORTS, state.query, { enabled: kinds.length > 0 });
  if (kinds.length === 0) return <MayNotImport />;
  const add: Act = { id: 'import', label: words.import_file, key: 'n', icon: <FileUp />, to: newImport() };
  return (
    <>
      <Place title={words.imports} main={add} />
      <DataList
        name="imports"
        label={words.imports}
        columns={columnsFor(nameOf)}
        state={state}
        source={source}
        nameOf={(row) => row.file}
        href={(row) => importPage(row.id)}
        quiet={(row) => row.state === 'undone'}
        no_search
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[{ ...add, main: true }]} />}
      />
    </>
  );
}
