import { Download, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { address, type Query } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Filter, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import type { SuppressionRow } from '#messages/addresses/lists.ts';
import { REACHES, REASONS } from '#messages/addresses/model.ts';
import { canLift, MAY_LIFT, MAY_RECORD } from '#messages/addresses/rules.ts';
import { useWhyNot } from '../../me/me.ts';
import { asked } from '../../people/bulk.ts';
import { ListMenu } from '../../people/list/list-menu.tsx';
import { words as people } from '../../people/words.ts';
import { SettingsPage } from '../shell.tsx';
import { COLUMNS } from './columns.tsx';
import { SUPPRESSIONS } from './place.ts';
import { AddSheet, LiftSheet } from './sheets.tsx';
import { words } from './words.ts';
import './suppressions.css';

const nothing = { empty: <EmptyState title={words.empty_found} /> };
const VIEWS: readonly View[] = [
  { id: 'all', label: words.all },
  { id: 'email', label: words.channels.email, filters: { channel: 'email' }, ...nothing },
  { id: 'sms', label: words.channels.sms, filters: { channel: 'sms' }, ...nothing },
];
const FILTERS: readonly Filter[] = [
  {
    key: 'reason',
    label: words.filters.reason,
    single: true,
    options: REASONS.map((value) => ({ value, label: words.reasons[value] })),
  },
  {
    key: 'reach',
    label: words.filters.reach,
    single: true,
    options: REACHES.map((value) => ({ value, label: words.reaches[value] })),
  },
];

/** `/settings/suppressions`: who must not be written to, since when and why (ME-40 to ME-43). */
export default function SuppressionsPage() {
  const [sheet, setSheet] = useState<'add' | SuppressionRow>();
  const state = useListState({ views: VIEWS, filters: FILTERS, sort: '-since' });
  const query = useMemo(() => asked(state.query), [state.query]);
  const source = useList<SuppressionRow>(SUPPRESSIONS, query);
  const may_not_lift = useWhyNot(MAY_LIFT);
  const add: Act = {
    id: 'add',
    label: words.add,
    key: 'n',
    main: true,
    why_not: useWhyNot(MAY_RECORD),
    run: () => setSheet('add'),
  };
  const acts = (row: SuppressionRow): Act[] => [
    {
      id: 'lift',
      label: words.lift,
      icon: <Undo2 />,
      key: 'l',
      why_not: may_not_lift ?? canLift({ ...row, consent_state: 'none' })?.because,
      run: () => setSheet(row),
    },
  ];
  const close = () => setSheet(undefined);
  return (
    <SettingsPage here="suppressions" full main={add}>
      <DataList
        name="suppressions"
        label={words.suppressions}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => row.address}
        acts={acts}
        tools={<ListMenu acts={[exporting(state.query)]} />}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[add]} />}
      />
      {sheet === 'add' && <AddSheet close={close} />}
      {sheet && sheet !== 'add' && <LiftSheet row={sheet} close={close} />}
    </SettingsPage>
  );
}

/** The file of what the filter shows. */
const exporting = ({ sort: _, ...filter }: Query): Act => ({
  id: 'export',
  label: people.export_all,
  icon: <Download />,
  run: () => window.location.assign(address(`/api/v1${SUPPRESSIONS}.csv`, asked(filter))),
});
