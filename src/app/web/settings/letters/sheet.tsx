import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { LETTER_TEMPLATES, type LetterTemplateRow } from '../../documents/data.ts';
import { DropPlace } from '../../files/drop-place.tsx';
import { UploadLine } from '../../files/upload-line.tsx';
import { useUploads } from '../../files/use-uploads.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { words } from './words.ts';

const WORD = '.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Values {
  name: string;
  file_id: string;
  /** Of the file that was chosen here. */
  file_name: string;
}

/** A letter template: its name, and the Word file it is. */
export const LetterTemplateSheet = ({
  template,
  close,
}: {
  template: LetterTemplateRow | undefined;
  close: () => void;
}) => {
  useFocusBack();
  const refresh = useRefresh();
  const button = useRef<HTMLButtonElement>(null);
  const form = useForm<Values>({
    initialValues: {
      name: template?.name ?? '',
      file_id: template?.file_id ?? '',
      file_name: template ? words.file_now : '',
    },
    validate: {
      name: (name) => (name.trim() ? null : words.name_missing),
      file_id: (id) => (id ? null : words.file_missing),
    },
  });
  const uploads = useUploads((_ids, _called, arrived) => {
    const [one] = arrived;
    if (!one) return;
    form.setValues({ file_id: one.id, file_name: one.name });
    form.clearFieldError('file_id');
    if (!form.getValues().name.trim()) form.setFieldValue('name', one.name.replace(/\.[^.]+$/, ''));
  });
  const send = async ({ name, file_id }: Values) => {
    const body = { name: name.trim(), ...(file_id === template?.file_id ? {} : { file_id }) };
    if (template) await api.patch(`${LETTER_TEMPLATES}/${template.id}`, body, { version: template.version });
    else await api.post(LETTER_TEMPLATES, body);
    close();
    toast(template ? words.saved(body.name) : words.added(body.name));
    await refresh(LETTER_TEMPLATES);
  };
  const { onChange: _, ...file } = form.getInputProps('file_id');
  return (
    <FormSheet
      opened
      close={close}
      title={template ? words.edit_title(template.name) : words.add}
      intro={words.empty_text}
      form={form}
      verb={template ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.name} maxLength={100} data-autofocus {...form.getInputProps('name')} />
      <TextInput label={words.file} description={words.file_hint} {...file} value={form.values.file_name} readOnly />
      <DropPlace button={button} one accept={WORD} said={words.drop} add={(files) => uploads.add(files.slice(0, 1))} />
      <ul className="files">
        {uploads.list.map((one) => (
          <UploadLine key={one.key} one={one} forget={uploads.forget} />
        ))}
      </ul>
    </FormSheet>
  );
};
