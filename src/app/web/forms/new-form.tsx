import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { FORMS, type FormDetail } from './data.ts';
import { words } from './words.ts';

/** The title of a new form; its editor opens behind it. */
export const NewForm = ({ close }: { close: () => void }) => {
  const go = useGo();
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { title: '' },
    validate: { title: (title) => (title.trim() ? null : words.title_missing) },
  });
  const create = async (values: { title: string }) => {
    const made = await api.post<FormDetail>(FORMS, values);
    close();
    await refresh(FORMS);
    go(`/forms/${made.id}`);
  };
  return (
    <FormSheet opened close={close} title={words.create} form={form} verb={words.create} submit={create}>
      <p className="form-intro">{words.create_intro}</p>
      <TextInput label={words.title} maxLength={120} data-autofocus {...form.getInputProps('title')} />
    </FormSheet>
  );
};
