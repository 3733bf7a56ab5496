import { Combine } from 'lucide-react';
import { useMemo } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import type { View } from '#kernel/ui/list/model.ts';
import { useMe, useWhyNot } from '../me/me.ts';
import { useImportActs } from './imports/import-acts.tsx';
import { PersonList } from './list/person-list.tsx';
import { useSheets } from './sheets.tsx';
import { words } from './words.ts';

const nobody = { empty: <EmptyState title={words.empty_view} text={words.empty_view_text} /> };

const viewsFor = (me: string | undefined): readonly View[] => [
  { id: 'active', label: words.views.active, filters: { status: 'active' } },
  ...(me ? [{ id: 'mine', label: words.views.mine, filters: { status: 'active', assignee: me }, ...nobody }] : []),
  { id: 'inactive', label: words.views.inactive, filters: { status: 'inactive' }, ...nobody },
  { id: 'all', label: words.views.all, ...nobody },
];

/** `/clients` (PE-1, PE-113). */
export default function ClientsPage() {
  const { member } = useMe();
  const { open, sheet } = useSheets();
  const views = useMemo(() => viewsFor(member?.id), [member?.id]);
  const why_not = useWhyNot(writes('people'));
  const importing = useImportActs('client');
  const add: Act = {
    id: 'add',
    label: words.add.client,
    key: 'n',
    why_not,
    run: () => open({ do: 'add', kind: 'client' }),
  };
  return (
    <>
      <Place title={words.clients} main={add} />
      <PersonList
        kind="client"
        views={views}
        open={open}
        more={[
          ...importing,
          { id: 'duplicates', label: words.duplicates, icon: <Combine />, to: '/people/duplicates' },
        ]}
        empty={
          <EmptyState
            title={words.empty.client}
            text={words.empty_text.client}
            acts={[{ ...add, main: true }, ...importing]}
          />
        }
      />
      {sheet}
    </>
  );
}
