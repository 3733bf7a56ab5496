import { useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { useWhyNot } from '../me/me.ts';
import { SettingsPage } from '../settings/shell.tsx';
import { useFormActs } from './acts.tsx';
import { FORMS, type FormRow } from './data.ts';
import { NewForm } from './new-form.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.views.all, filters: {} },
  { id: 'archived', label: words.views.archived, filters: { archived: 'true' } },
];

const COLUMNS: Column<FormRow>[] = [
  { id: 'title', label: words.title, sort: 'title', cell: ({ title }) => title },
  { id: 'questions', label: words.questions, cell: ({ questions }) => words.count(questions), width: 140 },
  {
    id: 'used_by',
    label: words.used_by,
    cell: ({ used_by }) => (used_by.length ? words.used(used_by.length) : <span className="quiet">–</span>),
    width: 140,
  },
  {
    id: 'created_at',
    label: words.created_at,
    sort: 'created_at',
    cell: ({ created_at }) => <Moment instant={created_at} />,
    width: 140,
    off_card: true,
  },
];

/** `/settings/forms`: what people outside are asked (WF-57). */
export default function FormsPage() {
  const [making, setMaking] = useState(false);
  const why_not = useWhyNot(writes('workflows', 'workflows.design'));
  const state = useListState({ views: VIEWS, sort: 'title' });
  const source = useList<FormRow>(FORMS, state.query);
  const acts = useFormActs();
  const create: Act = { id: 'new', label: words.create, key: 'n', main: true, why_not, run: () => setMaking(true) };
  return (
    <SettingsPage here="forms" full main={create}>
      <DataList
        name="forms"
        label={words.list}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ title }) => title}
        href={({ id }) => `/forms/${id}`}
        acts={acts}
        empty={
          state.view?.id === 'archived' ? (
            <EmptyState title={words.empty_archived} />
          ) : (
            <EmptyState title={words.empty} text={words.empty_text} acts={[create]} />
          )
        }
      />
      {making && <NewForm close={() => setMaking(false)} />}
    </SettingsPage>
  );
}
