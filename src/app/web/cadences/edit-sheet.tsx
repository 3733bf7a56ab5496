import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useEveryone } from '../people/data.ts';
import { TagsField } from '../people/form/tags-field.tsx';
import { ClientsField, type NamedClient } from './clients-field.tsx';
import { cadencePage, type SeriesDetail, useRefreshCadences } from './data.ts';
import { words } from './words.ts';

/** What a cadence is called, whose it is and whom it is for; its dates are changed elsewhere. Taken back by *Undo* (CA-58). */
export const EditSheet = ({ one, close }: { one: SeriesDetail; close: () => void }) => {
  const refresh = useRefreshCadences();
  const members = useEveryone().filter(({ id, state }) => state === 'active' || id === one.owner_id);
  const form = useForm({
    initialValues: {
      name: one.name,
      owner: one.owner_id as Id | null,
      clients: one.named as NamedClient[],
      tags: one.tags.map(({ id }) => id),
    },
    validate: {
      name: (name) => (name.trim() ? null : words.needs_name),
      clients: (clients, { tags }) => (clients.length || tags.length ? null : words.needs_somebody),
    },
  });
  const { values } = form;
  const set = (to: object, version: number) => api.patch<SeriesDetail>(cadencePage(one.id), to, { version });
  const send = async ({ name, owner, clients, tags }: typeof values) => {
    const ids = clients.map(({ id }) => id);
    const now = await set({ name: name.trim(), owner, clients: ids, tags }, one.version);
    const back = {
      name: one.name,
      owner: one.owner_id,
      clients: one.named.map(({ id }) => id),
      tags: one.tags.map(({ id }) => id),
    };
    const undo = async () => {
      await set(back, now.version);
      await refresh();
    };
    close();
    toast(words.edited_it(now.name), { undo });
    await refresh();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(one.name)}
      intro={words.edit_intro}
      form={form}
      verb={words.edit_verb}
      submit={send}
    >
      <TextInput label={words.name} data-autofocus maxLength={80} {...form.getInputProps('name')} />
      <MemberSelect label={words.owner} members={members} clearable {...form.getInputProps('owner')} />
      <ClientsField
        value={values.clients}
        onChange={(clients) => form.setFieldValue('clients', clients)}
        error={form.errors.clients}
        description={words.clients_hint}
      />
      <TagsField
        kind="client"
        label={words.for_tags}
        placeholder={values.tags.length ? '' : words.choose_tags}
        value={values.tags}
        onChange={(tags) => form.setFieldValue('tags', tags)}
      />
    </FormSheet>
  );
};
