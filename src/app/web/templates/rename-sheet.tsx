import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { TEMPLATES, type TemplateDetail } from './data.ts';
import { words } from './words.ts';

/** A template's name and what it is for; its wording stays as it is. */
export const RenameSheet = ({ template, close }: { template: TemplateDetail; close: () => void }) => {
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { name: template.name, purpose: template.purpose ?? '' },
    validate: { name: (name) => (name.trim() ? null : words.name_missing) },
  });
  const send = async ({ name, purpose }: { name: string; purpose: string }) => {
    const body = { name, purpose: purpose.trim() || null };
    await api.patch(`${TEMPLATES}/${template.id}`, body, { version: template.version });
    close();
    toast(words.renamed_toast);
    await refresh(TEMPLATES);
  };
  return (
    <FormSheet opened close={close} title={words.rename_title} form={form} verb={words.save_changes} submit={send}>
      <TextInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label={words.purpose}
        description={words.purpose_hint}
        maxLength={200}
        {...form.getInputProps('purpose')}
      />
    </FormSheet>
  );
};
