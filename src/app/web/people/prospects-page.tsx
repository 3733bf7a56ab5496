import { Combine, ListOrdered } from 'lucide-react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { View } from '#kernel/ui/list/model.ts';
import { useWhyNot } from '../me/me.ts';
import { useImportActs } from './imports/import-acts.tsx';
import { PersonList } from './list/person-list.tsx';
import { useSheets } from './sheets.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'current', label: words.views.current, filters: { status: 'open,waitlisted' } },
  { id: 'open', label: words.views.open, filters: { status: 'open' } },
  { id: 'waitlisted', label: words.views.waitlisted, filters: { status: 'waitlisted' }, sort: 'waiting' },
  { id: 'inactive', label: words.views.inactive, filters: { status: 'inactive' } },
  { id: 'all', label: words.views.all },
].map((view, at) => ({
  ...view,
  ...(at === 0 ? {} : { empty: <EmptyState title={words.empty_view} text={words.empty_view_text} /> }),
}));

/** `/prospects` (PE-1, PE-113). */
export default function ProspectsPage() {
  const { open, sheet } = useSheets();
  const why_not = useWhyNot(writes('people'));
  const importing = useImportActs('prospect');
  const add: Act = {
    id: 'add',
    label: words.add.prospect,
    key: 'n',
    why_not,
    run: () => open({ do: 'add', kind: 'prospect' }),
  };
  return (
    <>
      <Place title={words.prospects} main={add} />
      <PersonList
        kind="prospect"
        views={VIEWS}
        open={open}
        tools={
          <Go className="tool" to="/prospects/waitlist">
            <ListOrdered />
            {words.waitlist}
          </Go>
        }
        more={[
          ...importing,
          { id: 'duplicates', label: words.duplicates, icon: <Combine />, to: '/people/duplicates' },
        ]}
        empty={
          <EmptyState
            title={words.empty.prospect}
            text={words.empty_text.prospect}
            acts={[
              { ...add, main: true },
              ...importing,
              { id: 'template', label: words.new_prospect_template, to: '/workflows/templates/new_prospect' },
            ]}
          />
        }
      />
      {sheet}
    </>
  );
}
