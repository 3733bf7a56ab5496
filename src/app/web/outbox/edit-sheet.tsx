import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { type MessageDetail, messagePage, useRefreshMessages } from './data.ts';
import { words } from './words.ts';

/** *Edit once* (ME-54): the words of one message, on the version that was read. */
export const EditSheet = ({ id, close }: { id: Id; close: () => void }) => {
  const { data } = useThing<MessageDetail>(messagePage(id));
  return data ? <Loaded key={data.id} one={data} close={close} /> : null;
};

const Loaded = ({ one, close }: { one: MessageDetail; close: () => void }) => {
  const refresh = useRefreshMessages();
  const form = useForm({
    initialValues: { subject: one.subject ?? '', body: one.body },
    validate: {
      subject: (value) => (one.channel === 'sms' || value.trim() ? null : words.subject_missing),
      body: (value) => (value.trim() ? null : words.text_missing),
    },
  });
  const save = async ({ subject, body }: { subject: string; body: string }) => {
    const changes = one.channel === 'sms' ? { body } : { subject, body };
    await api.put(`${messagePage(one.id)}/content`, changes, { version: one.version });
    toast(words.told.edit);
    await refresh();
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title}
      intro={words.edit_intro}
      form={form}
      verb={words.save}
      submit={save}
    >
      {one.channel === 'email' && (
        <TextInput label={words.subject} data-autofocus {...clientData} {...form.getInputProps('subject')} />
      )}
      <Textarea label={words.text} autosize minRows={8} maxRows={24} {...clientData} {...form.getInputProps('body')} />
    </FormSheet>
  );
};
