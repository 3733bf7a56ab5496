import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { type ListAnswer, useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { ITEMS, type ItemRow } from '../../inbox/data.ts';
import { useWho, useWhyNot } from '../../me/me.ts';
import { useBulk } from '../../runs/bulk.ts';
import type { MemberRow } from '../practice.ts';
import { showInvitation } from './acts.tsx';
import { type RoleRow, roleName, roleOptions } from './roles.ts';
import { words } from './words.ts';

interface SheetProps {
  close: () => void;
  roles: readonly RoleRow[];
}

/** Invites somebody; the link is shown as well, for practices without mail. */
export const InviteSheet = ({ close, roles }: SheetProps) => {
  const who = useWho();
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { name: '', email: '', role_id: '' },
    validate: {
      name: (value) => (value.trim() ? null : 'Give the name.'),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Type the e-mail address.'),
      role_id: (value) => (value ? null : 'Choose a role.'),
    },
  });
  const send = async (values: { name: string; email: string; role_id: string }) => {
    const made = await api.post<{ link: string }>('/invitations', { ...values, email: values.email.trim() });
    close();
    showInvitation(values.name.trim(), made);
    await refresh('/members');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.invite}
      intro={words.invite_intro}
      form={form}
      verb={words.invite_verb}
      submit={send}
    >
      <ClientDataInput label={words.name} data-autofocus {...form.getInputProps('name')} />
      <ClientDataInput label={words.email} type="email" {...form.getInputProps('email')} />
      <Select
        label={words.role}
        description={words.role_hint}
        data={roleOptions(roles, who)}
        {...form.getInputProps('role_id')}
      />
    </FormSheet>
  );
};

/** Another role, at once in every session and key (PL-30). */
export const RoleSheet = ({ row, close, roles }: SheetProps & { row: MemberRow }) => {
  const who = useWho();
  const refresh = useRefresh();
  const form = useForm({ initialValues: { role_id: row.role_id } });
  const give = async (role_id: string, version: number): Promise<MemberRow> => {
    const changed = await api.patch<MemberRow>(`/members/${row.id}`, { role_id }, { version });
    await refresh('/members', '/me');
    return changed;
  };
  const save = async ({ role_id }: { role_id: string }) => {
    const { version } = await give(role_id, row.version);
    close();
    toast(words.changed_role(row.name, roleName(roles, role_id)), { undo: () => give(row.role_id, version) });
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.change_role_title(row.name)}
      intro={words.change_role_intro}
      form={form}
      verb={words.change_role}
      submit={save}
    >
      <Select
        label={words.role}
        description={words.role_hint}
        data-autofocus
        openOnFocus={false}
        allowDeselect={false}
        data={roleOptions(roles, who)}
        {...form.getInputProps('role_id')}
      />
    </FormSheet>
  );
};

interface DeactivateSheetProps extends SheetProps {
  row: MemberRow;
  members: readonly MemberRow[];
}

/** Deactivates, and says who takes over their work, and who gets their open items (PL-30, IN-146). */
export const DeactivateSheet = ({ row, close, roles, members }: DeactivateSheetProps) => {
  const refresh = useRefresh();
  const form = useForm({ initialValues: { successor_id: null as string | null, items_to: null as string | null } });
  const others = members.filter((one) => one.state === 'active' && one.id !== row.id);
  const items = useTheirItems(row);
  const send = async ({ successor_id, items_to }: { successor_id: string | null; items_to: string | null }) => {
    const gone = await api.post<MemberRow>(`/members/${row.id}/deactivation`, { successor_id });
    close();
    await refresh('/members', ITEMS);
    toast(words.deactivated(row.name), {
      undo: async () => {
        await api.delete(`/members/${row.id}/deactivation`, { version: gone.version });
        await refresh('/members');
      },
    });
    // what became of it stands in its own toast, a refusal too
    if (items_to) await items.give(items_to).catch(() => undefined);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.deactivate_title(row.name)}
      intro={words.deactivate_intro(row.name)}
      form={form}
      verb={words.deactivate}
      submit={send}
      danger
    >
      <MemberSelect
        label={words.successor}
        description={words.successor_hint}
        members={others}
        clearable
        data-autofocus
        openOnFocus={false}
        {...form.getInputProps('successor_id')}
      />
      {items.open > 0 && (
        <MemberSelect
          label={words.items_to(items.open)}
          description={words.items_to_hint}
          members={others.filter(({ role_id }) => writesItems(roles, role_id))}
          clearable
          {...form.getInputProps('items_to')}
        />
      )}
    </FormSheet>
  );
};

/** Their open items in the inbox, and what gives them all away as one act with one undo (IN-146). */
const useTheirItems = (row: MemberRow) => {
  const bulk = useBulk();
  const enabled = useWhyNot(writes('inbox')) === undefined;
  const filter = { status: 'open', assignee: row.id };
  const { data } = useThing<ListAnswer<ItemRow>>(ITEMS, { ...filter, count: 'exact', limit: 1 }, { enabled });
  const open = data?.count?.value ?? 0;
  const give = (assignee_id: string) =>
    bulk(`${ITEMS}/bulk`, { do: 'assign', assignee_id }, { count: open, ids: [], filter }, said);
  return { open, give };
};

const said = { doing: words.giving_items, done: words.gave_items };

const writesItems = (roles: readonly RoleRow[], id: string): boolean =>
  roles.find((role) => role.id === id)?.levels.inbox === 'write';
