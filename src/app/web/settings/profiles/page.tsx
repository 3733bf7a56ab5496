import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { WRITES_PROFILES } from '#inbox/documents/rights.ts';
import type { Act } from '#kernel/ui/act.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { Column } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { PROFILES, type ProfileRow } from '../../documents/data.ts';
import { useWhyNot } from '../../me/me.ts';
import { Text } from '../../people/cells.tsx';
import { useMembers } from '../../runs/data.ts';
import { SettingsPage } from '../shell.tsx';
import { ProfileSheet } from './sheet.tsx';
import { words } from './words.ts';

const Approver = ({ profile: { approver } }: { profile: ProfileRow }) => {
  const members = useMembers();
  if (!approver) return <Text value={null} />;
  const name =
    'role' in approver
      ? (words.roles[approver.role as keyof typeof words.roles] ?? approver.role)
      : (members.find(({ id }) => id === approver.member)?.name ?? null);
  return <Text value={name} />;
};

const deliveryOf = ({ file_only, message_template_id, letter_template_id }: ProfileRow): string =>
  file_only
    ? words.file_only
    : !letter_template_id
      ? words.by_email
      : message_template_id
        ? words.by_both
        : words.by_letter;

const COLUMNS: Column<ProfileRow>[] = [
  { id: 'name', label: words.columns.name, cell: ({ name }) => <Text value={name} /> },
  {
    id: 'approval',
    label: words.columns.approval,
    cell: ({ send_for_approval }) => (send_for_approval ? words.needs : words.needs_none),
    width: 150,
  },
  { id: 'approver', label: words.columns.approver, cell: (profile) => <Approver profile={profile} />, width: 200 },
  {
    id: 'delivery',
    label: words.columns.delivery,
    cell: (profile) => deliveryOf(profile),
    width: 140,
  },
  {
    id: 'state',
    label: words.columns.state,
    cell: ({ on }) => <StateChip state={on ? 'on' : 'off'} label={on ? words.on : words.off} />,
    width: 100,
  },
];

/** `/settings/profiles`: how sorts of documents are approved and reach the client. */
export default function ProfilesPage() {
  const no = useWhyNot(WRITES_PROFILES);
  const [sheet, setSheet] = useState<{ profile?: ProfileRow }>();
  const state = useListState({});
  const source = useList<ProfileRow>(PROFILES);
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not: no, run: () => setSheet({}) };
  const acts = (profile: ProfileRow): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, key: 'e', why_not: no, run: () => setSheet({ profile }) },
  ];
  return (
    <SettingsPage here="profiles" full main={add}>
      <DataList
        name="profiles"
        label={words.profiles}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name }) => name}
        acts={acts}
        empty={<EmptyState title={words.empty} text={words.empty_text} acts={[add]} />}
      />
      {sheet && <ProfileSheet profile={sheet.profile} close={() => setSheet(undefined)} />}
    </SettingsPage>
  );
}
