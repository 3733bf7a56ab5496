import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column, View } from '#kernel/ui/list/model.ts';
import { useList, useThing } from '#kernel/ui/query.ts';
import type { TemplateModule } from '#messages/templates/model.ts';
import { SettingsPage } from '../settings/shell.tsx';
import { useTemplateActs } from './acts.tsx';
import { languageName, TEMPLATES, type TemplateRow } from './data.ts';
import { ImportSheet } from './import-sheet.tsx';
import { LibrarySheet } from './library-sheet.tsx';
import { NewTemplate } from './new-template.tsx';
import { TemplateState } from './template-state.tsx';
import { words } from './words.ts';

const VIEWS: readonly View[] = [
  { id: 'all', label: words.views.all, filters: {} },
  { id: 'email', label: words.views.email, filters: { channel: 'email' } },
  { id: 'sms', label: words.views.sms, filters: { channel: 'sms' } },
  { id: 'archived', label: words.views.archived, filters: { archived: 'true' } },
];

const COLUMNS: Column<TemplateRow>[] = [
  { id: 'name', label: words.name, sort: 'name', cell: ({ name }) => name },
  { id: 'state', label: words.state, cell: (row) => <TemplateState template={row} />, width: 148 },
  { id: 'purpose', label: words.purpose, cell: ({ purpose }) => purpose ?? '', width: 236, off_card: true },
  { id: 'channel', label: words.channel, cell: ({ channel }) => words.channels[channel], width: 112 },
  {
    id: 'module',
    label: words.module,
    cell: ({ module }) => words.modules[module],
    width: 110,
    off_card: true,
    hidden: true,
  },
  {
    id: 'languages',
    label: words.languages,
    cell: ({ locales }) => <span title={locales.map(languageName).join(', ')}>{locales.join(', ')}</span>,
    width: 92,
    off_card: true,
  },
  {
    id: 'used_by',
    label: words.used_by,
    cell: ({ used_by }) => (used_by.length ? words.used(used_by.length) : <span className="quiet">–</span>),
    width: 110,
  },
  {
    id: 'saved_at',
    label: words.saved_at,
    sort: 'saved_at',
    cell: ({ saved_at }) => <Moment instant={saved_at} />,
    width: 140,
    off_card: true,
    hidden: true,
  },
];

/** `/settings/templates`: the practice's wording (messages.md §5). */
export default function TemplatesPage() {
  const [opened, setOpened] = useState<'new' | 'library' | 'import'>();
  const state = useListState({ views: VIEWS, sort: 'name' });
  const source = useList<TemplateRow>(TEMPLATES, state.query);
  const may = useMayWrite();
  const acts = useTemplateActs();
  const why_not = may && !may.length ? words.missing_here : undefined;
  const create: Act = { id: 'new', label: words.create, key: 'n', main: true, why_not, run: () => setOpened('new') };
  const copy: Act = { id: 'library', label: words.from_library, run: () => setOpened('library') };
  const bring: Act = { id: 'import', label: words.import, run: () => setOpened('import') };
  const writes = !!may?.length;
  return (
    <SettingsPage here="templates" full {...(writes ? { main: create } : {})}>
      <DataList
        name="message-templates"
        label={words.list}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name }) => name}
        href={({ id }) => `/templates/${id}`}
        acts={acts}
        empty={
          state.view?.id === 'archived' ? (
            <EmptyState title={words.empty_archived} />
          ) : (
            <EmptyState
              title={state.view && state.view.id !== 'all' ? words.empty_view : words.empty}
              text={words.empty_text}
              acts={writes ? [copy, create] : []}
            />
          )
        }
      />
      {opened === 'import' && <ImportSheet close={() => setOpened(undefined)} />}
      <NewTemplate
        opened={opened === 'new'}
        close={() => setOpened(undefined)}
        modules={may ?? []}
        others={[copy, bring]}
      />
      {opened === 'library' && <LibrarySheet close={() => setOpened(undefined)} />}
    </SettingsPage>
  );
}

/** The parts of the house whose templates this member may write. */
const useMayWrite = (): TemplateModule[] | undefined =>
  useThing<{ may_write: TemplateModule[] }>(TEMPLATES, { limit: 1 }).data?.may_write;
