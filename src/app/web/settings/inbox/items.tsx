import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '#kernel/ui/form/form.tsx';
import { type PartProps, within } from './of-practice.tsx';
import { words } from './words.ts';

/** What a practice sets for all its items (IN-24, IN-104, IN-124, IN-172). */
export const ItemSettings = ({ now, why_not, save }: PartProps) => {
  const form = useForm({
    initialValues: {
      in_progress_for_mail_and_forms: now.in_progress_for_mail_and_forms,
      grace: String(now.grace_seconds),
      approval_mail: now.approval_mail,
      bulk_send: now.bulk_send,
    },
    validate: { grace: (text) => (within(text, 0, 60) ? null : words.grace_wrong) },
  });
  const submit = ({ grace, ...switches }: typeof form.values) =>
    save({ ...switches, grace_seconds: Number(grace) }, words.saved_items);
  return (
    <Form form={form} verb={words.save} submit={submit} why_not={why_not}>
      <Switch
        label={words.in_progress}
        description={words.in_progress_hint}
        {...form.getInputProps('in_progress_for_mail_and_forms', { type: 'checkbox' })}
      />
      <Switch
        label={words.approvals}
        description={words.approvals_hint}
        {...form.getInputProps('approval_mail', { type: 'checkbox' })}
      />
      <Switch
        label={words.bulk_send}
        description={words.bulk_send_hint}
        {...form.getInputProps('bulk_send', { type: 'checkbox' })}
      />
      <TextInput
        className="settings-count"
        label={words.grace}
        description={words.grace_hint}
        inputMode="numeric"
        {...form.getInputProps('grace')}
      />
    </Form>
  );
};
