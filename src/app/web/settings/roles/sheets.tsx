import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { RoleRow } from '../members/roles.ts';
import { words } from './words.ts';

interface CopySheetProps {
  roles: readonly RoleRow[];
  /** Chosen already. */
  from: string;
  close: () => void;
  done: (made: RoleRow) => void;
}

/** A role of one's own begins as a copy (PL-29). */
export const CopySheet = ({ roles, from, close, done }: CopySheetProps) => {
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { copy_of: from, name: '' },
    validate: {
      copy_of: (value) => (value ? null : 'Choose the role to copy.'),
      name: (value) => (value.trim() ? null : 'Give the role a name.'),
    },
  });
  const send = async (values: { copy_of: string; name: string }) => {
    const made = await api.post<RoleRow>('/roles', values);
    close();
    toast(words.copied(made.name));
    await refresh('/roles');
    done(made);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.copy}
      intro={words.copy_intro}
      form={form}
      verb={words.copy_verb}
      submit={send}
    >
      <Select
        label={words.copy_of}
        allowDeselect={false}
        data={roles.map((role) => ({ value: role.id, label: role.name }))}
        {...form.getInputProps('copy_of')}
      />
      <TextInput label={words.name} data-autofocus {...form.getInputProps('name')} />
    </FormSheet>
  );
};

export const RenameSheet = ({
  role,
  close,
  rename,
}: {
  role: RoleRow;
  close: () => void;
  rename: (name: string) => Promise<unknown>;
}) => {
  const form = useForm({
    initialValues: { name: role.name },
    validate: { name: (value) => (value.trim() ? null : 'Give the role a name.') },
  });
  return (
    <FormSheet
      opened
      close={close}
      title={words.rename_title(role.name)}
      form={form}
      verb={words.rename_verb}
      submit={async ({ name }: { name: string }) => {
        await rename(name.trim());
        close();
      }}
    >
      <TextInput label={words.name} data-autofocus {...form.getInputProps('name')} />
    </FormSheet>
  );
};
