import { Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { TagsField } from '../people/form/tags-field.tsx';
import { ClientsField, type NamedClient } from './clients-field.tsx';
import { CADENCES, cadencePage, type SeriesDetail, useRefreshCadences } from './data.ts';
import { Panel } from './panel.tsx';
import { Preview } from './preview.tsx';
import { blank, cadenceOf } from './values.ts';
import { words } from './words.ts';
import './cadences.css';

interface PutSheetProps {
  workflow: { id: Id; name: string };
  close: () => void;
}

/** *Put on a cadence* (WF-173): when, for whom, and what dates that gives, before anything is saved. */
export const PutSheet = ({ workflow, close }: PutSheetProps) => {
  const { today } = useClock();
  const go = useGo();
  const refresh = useRefreshCadences();
  const form = useForm({
    initialValues: {
      name: workflow.name,
      clients: [] as NamedClient[],
      tags: [] as Id[],
      also_now: false,
      panel: blank(today),
    },
    validate: {
      clients: (clients, { tags }) => (clients.length || tags.length ? null : words.needs_somebody),
      panel: (panel) => (cadenceOf(panel) ? null : words.needs_day),
    },
  });
  const { values } = form;
  const send = async ({ name, clients, tags, also_now, panel }: typeof values) => {
    const made = await api.post<SeriesDetail>(CADENCES, {
      workflow: workflow.id,
      name,
      cadence: cadenceOf(panel),
      clients: clients.map(({ id }) => id),
      tags,
      also_now,
    });
    close();
    toast(words.put_it(made.name), { link: { label: words.open, run: () => go(cadencePage(made.id)) } });
    await refresh();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.put_title(workflow.name)}
      form={form}
      verb={words.put_verb}
      submit={send}
    >
      <TextInput label={words.name} data-autofocus maxLength={80} {...form.getInputProps('name')} />
      <ClientsField
        value={values.clients}
        onChange={(clients) => form.setFieldValue('clients', clients)}
        error={form.errors.clients}
      />
      <TagsField
        kind="client"
        label={words.for_tags}
        placeholder={values.tags.length ? '' : words.choose_tags}
        value={values.tags}
        onChange={(tags) => form.setFieldValue('tags', tags)}
      />
      <Panel
        values={values.panel}
        set={(changes) => form.setFieldValue('panel', { ...form.getValues().panel, ...changes })}
      />
      <Checkbox label={words.also_now} {...form.getInputProps('also_now', { type: 'checkbox' })} />
      <Preview cadence={cadenceOf(values.panel)} clients={values.clients} tags={values.tags} />
    </FormSheet>
  );
};
