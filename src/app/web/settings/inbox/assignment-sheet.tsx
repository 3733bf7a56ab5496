import { MultiSelect } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useCategories } from '../../inbox/categories.ts';
import { useMembers } from '../../runs/data.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { words } from './assignment-words.ts';
import { ASSIGNMENTS, type AssignmentsRow } from './assignments-data.ts';

interface Values {
  id: string | null;
  member_ids: string[];
  category_ids: string[];
}

interface SheetProps {
  rows: readonly AssignmentsRow[];
  row: AssignmentsRow | undefined;
  close: () => void;
}

/** What one member may act on besides their own (IN-143). */
export const AssignmentSheet = ({ rows, row, close }: SheetProps) => {
  useFocusBack();
  const refresh = useRefresh();
  const members = useMembers();
  const categories = useCategories();
  const form = useForm<Values>({
    initialValues: {
      id: row?.id ?? null,
      member_ids: row?.member_ids ?? [],
      category_ids: row?.category_ids ?? [],
    },
    validate: {
      id: (id) => (id ? null : words.member_missing),
      member_ids: (ids, { category_ids }) => (ids.length || category_ids.length || row ? null : words.nothing),
    },
  });
  const { id } = form.values;
  const send = async ({ id: member, ...given }: Values) => {
    const version = rows.find((one) => one.id === member)?.version ?? 0;
    await api.put(`${ASSIGNMENTS}/${member}`, given, { version });
    close();
    toast(words.saved(members.find((one) => one.id === member)?.name ?? row?.member ?? ''));
    await refresh(ASSIGNMENTS, '/items');
  };
  const covered = rows.filter(({ member_ids, category_ids }) => member_ids.length + category_ids.length > 0);
  const free = members.filter((one) => !covered.some((other) => other.id === one.id));
  const kept = (ids: readonly string[], names: readonly { value: string }[], gone: string) =>
    ids.filter((one) => !names.some(({ value }) => value === one)).map((value) => ({ value, label: gone }));
  const others = members.filter((one) => one.id !== id).map(({ id: value, name: label }) => ({ value, label }));
  return (
    <FormSheet
      opened
      close={close}
      title={row ? words.edit_title(row.member) : words.add}
      form={form}
      verb={row ? words.save : words.add}
      submit={send}
    >
      {!row && <MemberSelect label={words.member} members={free} data-autofocus {...form.getInputProps('id')} />}
      <MultiSelect
        label={words.whose}
        description={words.whose_hint}
        data={[...others, ...kept(row?.member_ids ?? [], others, words.gone)]}
        searchable
        {...form.getInputProps('member_ids')}
      />
      <MultiSelect
        label={words.kinds}
        description={words.kinds_hint}
        data={[...categories, ...kept(row?.category_ids ?? [], categories, words.kind_gone)]}
        searchable
        {...form.getInputProps('category_ids')}
        onChange={(ids) => {
          form.setFieldValue('category_ids', ids);
          form.clearFieldError('member_ids');
        }}
      />
    </FormSheet>
  );
};
