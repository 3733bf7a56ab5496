import { Checkbox, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { INTAKE_ORIGINS, type IntakeOrigin } from '#inbox/intake/model.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useCategories } from '../../inbox/categories.ts';
import { useMembers } from '../../runs/data.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { ADDRESSES, type IntakeAddress } from './data.ts';
import { QuietField, quietDaysOf, quietText, quietWrong } from './quiet.tsx';
import { words } from './words.ts';

interface Values {
  tag: string;
  origin: IntakeOrigin;
  assignee_id: string | null;
  category_id: string | null;
  on: boolean;
  quiet_days: string;
}

interface Props {
  address?: IntakeAddress;
  /** The practice's main address. */
  main: string;
  close: () => void;
}

/** What mail to one address becomes, and whose it is (IN-42, IN-91, IN-141). */
export const AddressSheet = ({ address, main, close }: Props) => {
  useFocusBack();
  const refresh = useRefresh();
  const members = useMembers();
  const categories = useCategories();
  const isMain = address !== undefined && address.tag === null;
  const form = useForm<Values>({
    initialValues: {
      tag: address?.tag ?? '',
      origin: address?.origin ?? 'email',
      assignee_id: address?.assignee_id ?? null,
      category_id: address?.category_id ?? null,
      on: address?.on ?? true,
      quiet_days: quietText(address),
    },
    validate: { tag: (tag) => (isMain || tag.trim() ? null : words.tag_missing), quiet_days: quietWrong },
  });
  const send = async ({ tag, quiet_days, ...values }: Values) => {
    const rest = { ...values, quiet_days: quietDaysOf(quiet_days) };
    if (address?.id) await api.patch(`${ADDRESSES}/${address.id}`, rest, { version: address.version });
    else await api.post(ADDRESSES, { ...rest, tag: isMain ? null : tag.trim() });
    close();
    toast(address ? words.saved : words.added(main.replace('@', `+${tag.trim()}@`)));
    await refresh(ADDRESSES);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={address ? words.edit_title(address.address) : words.add_title}
      form={form}
      verb={address ? words.save : words.add}
      submit={send}
    >
      {!address && (
        <ClientDataInput
          label={words.tag}
          description={words.tag_hint(main.slice(0, main.indexOf('@')))}
          maxLength={30}
          data-autofocus
          {...form.getInputProps('tag')}
        />
      )}
      <Select
        label={words.becomes}
        description={words.becomes_hint}
        data={INTAKE_ORIGINS.map((value) => ({ value, label: words.origins[value] }))}
        allowDeselect={false}
        {...form.getInputProps('origin')}
      />
      {categories.length > 0 && (
        <Select
          label={words.category}
          description={words.category_hint}
          data={categories}
          clearable
          {...form.getInputProps('category_id')}
        />
      )}
      <MemberSelect
        label={words.assignee}
        description={words.assignee_hint}
        members={members}
        clearable
        {...form.getInputProps('assignee_id')}
      />
      <QuietField form={form} suggested={address?.quiet_suggested} />
      {!isMain && (
        <Checkbox
          label={words.on_label}
          description={words.on_hint}
          {...form.getInputProps('on', { type: 'checkbox' })}
        />
      )}
    </FormSheet>
  );
};
