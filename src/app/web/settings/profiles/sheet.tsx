import { Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { isAmount } from '#ground/text.ts';
import { FOUR_EYES } from '#inbox/documents/model.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { ROLES } from '#people/persons/model.ts';
import { LETTER_TEMPLATES, type LetterTemplateRow, PROFILES, type ProfileRow } from '../../documents/data.ts';
import { useMe } from '../../me/me.ts';
import { useMembers } from '../../runs/data.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { TEMPLATES, type TemplateRow } from '../../templates/data.ts';
import { words } from './words.ts';

interface Values {
  name: string;
  send_for_approval: boolean;
  approver: string | null;
  variance: string;
  four_eyes: ProfileRow['four_eyes'];
  above: string;
  file_only: boolean;
  message_template_id: string | null;
  letter_template_id: string | null;
  auto_send: boolean;
  on: boolean;
}

const approverOf = (approver: string | null) => {
  const [kind = '', value = ''] = approver?.split(':') ?? [];
  return approver ? { [kind]: value } : null;
};
const money = (amount: string, currency: string) => (amount.trim() ? { amount: amount.trim(), currency } : null);
const checked = (amount: string) => (!amount.trim() || isAmount(amount.trim()) ? null : words.amount_wrong);

/** Who approves one sort of document, and how it reaches the client. */
export const ProfileSheet = ({ profile, close }: { profile: ProfileRow | undefined; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const { currency } = useMe().practice;
  const members = useMembers();
  const { data: templates } = useThing<{ items: TemplateRow[] }>(TEMPLATES, { channel: 'email', limit: 200 });
  const { data: letters } = useThing<{ items: LetterTemplateRow[] }>(LETTER_TEMPLATES);
  const form = useForm<Values>({
    initialValues: {
      name: profile?.name ?? '',
      send_for_approval: profile?.send_for_approval ?? true,
      approver: profile?.approver ? Object.entries(profile.approver)[0]!.join(':') : null,
      variance: profile?.variance?.amount ?? '',
      four_eyes: profile?.four_eyes ?? 'off',
      above: profile?.four_eyes_above?.amount ?? '',
      file_only: profile?.file_only ?? false,
      message_template_id: profile?.message_template_id ?? null,
      letter_template_id: profile?.letter_template_id ?? null,
      auto_send: profile?.auto_send ?? false,
      on: profile?.on ?? true,
    },
    validate: { name: (name) => (name.trim() ? null : words.name_missing), variance: checked, above: checked },
  });
  const send = async ({ name, approver, variance, above, ...rest }: Values) => {
    const body = {
      ...rest,
      name: name.trim(),
      approver: approverOf(approver),
      variance: money(variance, profile?.variance?.currency ?? currency),
      four_eyes_above: money(above, profile?.four_eyes_above?.currency ?? currency),
    };
    if (profile) await api.patch(`${PROFILES}/${profile.id}`, body, { version: profile.version });
    else await api.post(PROFILES, body);
    close();
    toast(profile ? words.saved(body.name) : words.added(body.name));
    await refresh(PROFILES);
  };
  const { file_only, four_eyes, send_for_approval } = form.values;
  const usable = (templates?.items ?? []).filter(({ usable: n }) => n !== null);
  return (
    <FormSheet
      opened
      close={close}
      title={profile ? words.edit_title(profile.name) : words.add}
      form={form}
      verb={profile ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.name} maxLength={100} data-autofocus {...form.getInputProps('name')} />
      <Checkbox label={words.send_for_approval} {...form.getInputProps('send_for_approval', { type: 'checkbox' })} />
      <Select
        label={words.approver}
        placeholder={words.approver_none}
        data={[
          {
            group: words.group_roles,
            items: ROLES.map((role) => ({ value: `role:${role}`, label: words.roles[role] })),
          },
          {
            group: words.group_members,
            items: members.map(({ id, name }) => ({ value: `member:${id}`, label: name })),
          },
        ]}
        clearable
        searchable
        {...form.getInputProps('approver')}
      />
      {send_for_approval && (
        <TextInput
          label={`${words.variance} (${currency})`}
          description={words.variance_hint}
          inputMode="decimal"
          {...form.getInputProps('variance')}
        />
      )}
      <Select
        label={words.four_eyes}
        data={FOUR_EYES.map((value) => ({ value, label: words.eyes[value] }))}
        allowDeselect={false}
        {...form.getInputProps('four_eyes')}
      />
      {four_eyes === 'above' && (
        <TextInput label={`${words.above} (${currency})`} inputMode="decimal" {...form.getInputProps('above')} />
      )}
      <Checkbox label={words.file_only_label} {...form.getInputProps('file_only', { type: 'checkbox' })} />
      {!file_only && (
        <Select
          label={words.template}
          description={words.template_hint}
          data={usable.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          {...form.getInputProps('message_template_id')}
        />
      )}
      {!file_only && (
        <Select
          label={words.letter_template}
          description={words.letter_template_hint}
          data={(letters?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          {...form.getInputProps('letter_template_id')}
        />
      )}
      {!file_only && (
        <Checkbox
          label={words.auto_send}
          description={words.auto_send_hint}
          {...form.getInputProps('auto_send', { type: 'checkbox' })}
        />
      )}
      <Checkbox label={words.on_label} {...form.getInputProps('on', { type: 'checkbox' })} />
    </FormSheet>
  );
};
