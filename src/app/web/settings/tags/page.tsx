import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { type ListAnswer, useList, useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { TAG_KINDS, type TagKind } from '#people/tags/model.ts';
import { useWhyNot } from '../../me/me.ts';
import { PLACES } from '../../people/data.ts';
import type { TagRow } from '../../people/facts.ts';
import { TagMark } from '../../people/tags.tsx';
import { SettingsPage } from '../shell.tsx';
import { TagSheet } from './sheet.tsx';
import { words } from './words.ts';

/** Where things with a tag are listed; of items, those that nobody has dealt with. */
const LISTS: Readonly<Record<TagKind, string>> = { ...PLACES, item: '/items' };
const countQuery = (tag: TagRow) => ({ tag: tag.id, limit: 1, count: 'exact' });

const COLUMNS: Column<TagRow>[] = [
  { id: 'name', label: words.columns.name, sort: 'name', cell: (tag) => <TagMark tag={tag} /> },
  {
    id: 'kinds',
    label: words.columns.kinds,
    cell: (tag) => tag.applies_to.map((kind) => words.kinds[kind]).join(', '),
    width: 240,
  },
  { id: 'used', label: words.columns.used, cell: (tag) => <Used tag={tag} />, width: 260 },
];

/** On how many records it is, each number a link to them (PE-63). */
const Used = ({ tag }: { tag: TagRow }) => (
  <span className="used-on">
    {tag.applies_to.map((kind) => (
      <UsedOn key={kind} tag={tag} kind={kind} />
    ))}
  </span>
);

const UsedOn = ({ tag, kind }: { tag: TagRow; kind: TagKind }) => {
  const { data } = useThing<ListAnswer<unknown>>(LISTS[kind], countQuery(tag));
  const n = data?.count?.value;
  if (!n) return null;
  return (
    <Go className="link" to={`${kind === 'item' ? '/inbox' : PLACES[kind]}?tag=${tag.id}`}>
      {words.counted[kind](n)}
    </Go>
  );
};

/** `/settings/tags`: the practice's own list (PE-61, PE-63). */
export default function TagsPage() {
  const no = useWhyNot(writes('people'));
  const [sheet, setSheet] = useState<{ tag?: TagRow }>();
  const state = useListState({ sort: 'name' });
  const source = useList<TagRow>('/tags', state.query);
  const remove = useRemove();
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not: no, run: () => setSheet({}) };
  const acts = (tag: TagRow): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, key: 'e', why_not: no, run: () => setSheet({ tag }) },
    { id: 'delete', label: words.delete, icon: <Trash2 />, danger: true, why_not: no, run: () => remove(tag) },
  ];
  return (
    <SettingsPage here="tags" full main={add}>
      <DataList
        name="tags"
        label={words.tags}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(tag) => tag.name}
        acts={acts}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[add]} />}
      />
      {sheet && <TagSheet tag={sheet.tag} close={() => setSheet(undefined)} />}
    </SettingsPage>
  );
}

const useRemove = () => {
  const refresh = useRefresh();
  return async (tag: TagRow) => {
    const counts = await Promise.all(
      TAG_KINDS.filter((kind) => tag.applies_to.includes(kind)).map(async (kind) => {
        const answer = await api.get<ListAnswer<unknown>>(LISTS[kind], countQuery(tag));
        return answer.count?.value ? words.counted[kind](answer.count.value) : '';
      }),
    );
    const sure = await confirm({
      title: words.delete_title(tag.name),
      consequence: words.delete_text(counts.filter(Boolean).join(', ')),
      verb: words.delete,
      danger: true,
    });
    if (!sure) return;
    await api.delete(`/tags/${tag.id}`, { version: tag.version });
    toast(words.deleted(tag.name));
    await refresh('/tags');
  };
};
