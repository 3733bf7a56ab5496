import { Pencil, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { dateAt } from '#ground/time.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { type ListSource, useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import type { FieldRow } from '../../people/data.ts';
import { SettingsPage } from '../shell.tsx';
import { FieldSheet } from './sheet.tsx';
import { words } from './words.ts';
import '../../people/people.css';

const VIEWS: readonly View[] = [
  { id: 'here', label: words.views.here, filters: { deleted: 'false' } },
  { id: 'deleted', label: words.views.deleted, filters: { deleted: 'true' } },
];

const typeOf = ({ type, choices }: FieldRow): string =>
  type === 'choice' ? `${words.types.choice}: ${choices.join(', ')}` : words.types[type];

const columnsFor = (zone: string, deleted: boolean): Column<FieldRow>[] => [
  { id: 'label', label: words.columns.label, cell: (field) => field.label },
  {
    id: 'type',
    label: words.columns.type,
    cell: (field) => <span title={typeOf(field)}>{typeOf(field)}</span>,
    width: 260,
  },
  {
    id: 'kinds',
    label: words.columns.kinds,
    cell: (field) => field.record_kinds.map((kind) => words.kinds[kind]).join(', '),
    width: 230,
  },
  {
    id: 'key',
    label: words.columns.key,
    cell: (field) => <code className="cut">{field.key}</code>,
    width: 160,
    off_card: true,
  },
  ...(deleted
    ? [
        {
          id: 'deleted',
          label: words.columns.deleted,
          cell: (field: FieldRow) => <Day date={field.deleted_at && dateAt(field.deleted_at, zone)} />,
          width: 170,
        },
      ]
    : []),
];

/** `/settings/fields`: what the practice wants to know beyond what there is (PE-64, PE-65). */
export default function FieldsPage() {
  const no = useWhyNot(writes('people'));
  const { zone } = useClock();
  const [sheet, setSheet] = useState<{ field?: FieldRow }>();
  const state = useListState({ views: VIEWS });
  const deleted = state.view?.id === 'deleted';
  const { data, error, isPending, refetch } = useThing<{ items: FieldRow[] }>('/custom-fields', state.query);
  const source: ListSource<FieldRow> = {
    rows: data?.items ?? [],
    loading: isPending,
    stale: false,
    fault: error,
    more: false,
    loadMore: () => undefined,
    retry: () => void refetch(),
  };
  const ends = useEnds();
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not: no, run: () => setSheet({}) };
  const acts = (field: FieldRow): Act[] =>
    deleted
      ? [{ id: 'restore', label: words.restore, icon: <Undo2 />, why_not: no, run: () => ends.restore(field) }]
      : [
          { id: 'edit', label: words.edit, icon: <Pencil />, key: 'e', why_not: no, run: () => setSheet({ field }) },
          {
            id: 'delete',
            label: words.delete,
            icon: <Trash2 />,
            danger: true,
            why_not: no,
            run: () => ends.remove(field),
          },
        ];
  return (
    <SettingsPage here="fields" full main={add}>
      <DataList
        name="fields"
        label={words.fields}
        columns={columnsFor(zone, deleted)}
        state={state}
        source={source}
        nameOf={(field) => field.label}
        acts={acts}
        no_search
        empty={
          deleted ? (
            <EmptyState title={words.empty_deleted} text={words.empty_deleted_text} />
          ) : (
            <EmptyState title={words.empty} text={words.empty_text} acts={[add]} />
          )
        }
      />
      {sheet && <FieldSheet field={sheet.field} close={() => setSheet(undefined)} />}
    </SettingsPage>
  );
}

/** Hidden, and brought back with its values within 30 days (PE-64). */
const useEnds = () => {
  const refresh = useRefresh();
  const restore = async (field: Pick<FieldRow, 'id' | 'label'>) => {
    await api.post(`/custom-fields/${field.id}/restoration`);
    toast(words.restored(field.label));
    await refresh('/custom-fields');
  };
  const remove = async (field: FieldRow) => {
    const sure = await confirm({
      title: words.delete_title(field.label),
      consequence: words.delete_text,
      verb: words.delete,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/custom-fields/${field.id}`, { version: field.version });
    toast(words.deleted(field.label), { undo: () => restore(field) });
    await refresh('/custom-fields');
  };
  return { restore, remove };
};
