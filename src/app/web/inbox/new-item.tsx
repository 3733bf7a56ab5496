import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { PRIORITIES } from '#inbox/items/model.ts';
import { api } from '#kernel/ui/client.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { type FoundRecord, RecordSelect } from '../people/form/record-select.tsx';
import { TagsField } from '../people/form/tags-field.tsx';
import { DayField } from '../people/sheets/day-field.tsx';
import { useMembers } from '../runs/data.ts';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { type AskedForm, AskedQuestions, useAskedForm } from './asked-form.tsx';
import { useCategories } from './categories.ts';
import { clientOf, ITEMS, type ItemDetail, itemPage, numbered, sends, useItemAct, useRefreshItems } from './data.ts';
import { words } from './words.ts';

const priorities = PRIORITIES.map((value) => ({ value, label: words.priorities[value] }));

const EMPTY = {
  subject: '',
  details: '',
  name: '',
  email: '',
  phone: '',
  category_id: null as string | null,
  priority: 'normal',
  due_on: null as string | null,
  assignee_id: null as string | null,
  watcher_ids: [] as string[],
  tags: [] as string[],
  confidential: false,
  note: '',
  answers: {} as Record<string, string | string[]>,
};
type Values = typeof EMPTY;

const contactOf = ({ name, email, phone }: Pick<Values, 'name' | 'email' | 'phone'>) => {
  const contact = Object.fromEntries(
    Object.entries({ name, email, phone }).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])),
  );
  return Object.keys(contact).length ? contact : null;
};

const aboutOf = ({
  subject,
  details,
  category_id,
  priority,
  due_on,
  confidential,
  watcher_ids,
  tags,
  name,
  email,
  phone,
}: Values) => ({
  subject: subject.trim(),
  details,
  category_id,
  priority,
  due_on,
  confidential,
  watcher_ids,
  tags,
  contact: contactOf({ name, email, phone }),
});

/** «Add new workflow»: an item by hand, Outstanding whatever it is (IN-5, IN-8, IN-9). */
export const NewItemSheet = ({ close }: { close: () => void }) => {
  useFocusBack();
  const go = useGo();
  const refresh = useRefreshItems();
  const [client, setClient] = useState<FoundRecord>();
  const form = useItemForm(EMPTY);
  const [uploading, setUploading] = useState(false);
  const asked = useAskedForm(form.values.category_id);
  const send = async (values: Values) => {
    const { assignee_id, note, answers } = values;
    const { number } = await api.post<ItemDetail>(ITEMS, {
      ...aboutOf(values),
      client_id: client?.id ?? null,
      assignee_id,
      ...(note.trim() && { note: note.trim() }),
      ...(asked && { answers: answeredOf(asked, answers), form_version: asked.version }),
    });
    close();
    await refresh();
    toast(words.added(number), { link: { label: words.open_it, run: () => go(itemPage(number)) } });
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.add_title}
      form={form}
      verb={words.add_verb}
      submit={send}
      why_not={asked && uploading ? words.still_uploading : undefined}
    >
      <Fields form={form} client={client} choose={setClient} />
      {asked && (
        <AskedQuestions
          form={asked}
          uploading={setUploading}
          typed={form.values.answers}
          change={(key, value) => form.setFieldValue(`answers.${key}`, value)}
          errorOf={(key) => form.errors[`answers.${key}`]}
        />
      )}
      <MemberSelect
        label={words.assignee}
        placeholder={words.nobody}
        members={useMembers()}
        clearable
        {...form.getInputProps('assignee_id')}
      />
      <Textarea
        label={words.note}
        placeholder={words.optional}
        autosize
        minRows={1}
        maxLength={10_000}
        {...form.getInputProps('note')}
      />
    </FormSheet>
  );
};

/** What was typed into the questions that this form asks. */
const answeredOf = ({ questions }: AskedForm, typed: Values['answers']) =>
  Object.fromEntries(questions.flatMap(({ key }) => (typed[key]?.length ? [[key, typed[key]]] : [])));

/** What is said about an item, changed. */
export const EditItemSheet = ({ item, close }: { item: ItemDetail; close: () => void }) => {
  useFocusBack();
  const act = useItemAct();
  const [client, setClient] = useState(clientOf(item));
  const { subject, details, category_id, priority, due_on, confidential, watchers, tags, contact } = item;
  const form = useItemForm({
    ...EMPTY,
    subject,
    details,
    category_id,
    priority,
    due_on,
    confidential,
    watcher_ids: watchers.map(({ id }) => id),
    tags: [...tags],
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
  });
  const send = async (values: Values) => {
    const all = { ...aboutOf(values), client_id: client?.id ?? null };
    // whoever may only correct words sends only words (IN-142)
    const changes = item.may.update ? all : { subject: all.subject, details: all.details };
    await act(item, () => sends.change(item, changes), {
      sentence: () => words.told.change(numbered(item.number)),
      quiet: true,
    });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(numbered(item.number))}
      form={form}
      verb={words.save}
      submit={send}
    >
      <Fields form={form} client={client} choose={setClient} words_only={!item.may.update} now={item.category} />
    </FormSheet>
  );
};

const useItemForm = (initialValues: Values) =>
  useForm<Values>({
    initialValues,
    validate: { subject: (subject) => (subject.trim() ? null : words.subject_missing) },
  });

interface FieldsProps {
  form: ReturnType<typeof useItemForm>;
  client: FoundRecord | undefined;
  choose: (client: FoundRecord | undefined) => void;
  words_only?: boolean;
  /** The name of the category it has, which may be deleted. */
  now?: string | null;
}

const Fields = ({ form, client, choose, words_only, now }: FieldsProps) => {
  const members = useMembers();
  const categories = useCategories();
  const chosen = form.getValues().category_id;
  const gone =
    chosen && now && !categories.some(({ value }) => value === chosen) ? [{ value: chosen, label: now }] : [];
  return (
    <>
      <TextInput
        label={words.subject}
        data-autofocus
        maxLength={300}
        {...clientData}
        {...form.getInputProps('subject')}
      />
      <Textarea
        label={words.details}
        placeholder={words.optional}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={50_000}
        {...clientData}
        {...form.getInputProps('details')}
      />
      {!words_only && (
        <>
          <RecordSelect
            label={words.client}
            placeholder={words.optional}
            kinds={['client', 'prospect']}
            clearable
            chosen={client}
            choose={choose}
            {...clientData}
          />
          {!client && (
            <fieldset className="item-contact">
              <legend>{words.contact}</legend>
              <TextInput label={words.contact_name} maxLength={200} {...clientData} {...form.getInputProps('name')} />
              <TextInput
                label={words.contact_email}
                type="email"
                maxLength={254}
                {...clientData}
                {...form.getInputProps('email')}
              />
              <TextInput label={words.contact_phone} maxLength={40} {...clientData} {...form.getInputProps('phone')} />
            </fieldset>
          )}
          {categories.length + gone.length > 0 && (
            <Select
              label={words.category}
              description={now === undefined ? words.category_hint : undefined}
              placeholder={words.optional}
              data={[...categories, ...gone]}
              clearable
              searchable
              {...form.getInputProps('category_id')}
            />
          )}
          <div className="item-two">
            <DayField
              label={words.due}
              clearable
              hideOutsideDates
              placeholder={words.not_due}
              {...form.getInputProps('due_on')}
            />
            <Select
              label={words.priority}
              data={priorities}
              allowDeselect={false}
              {...form.getInputProps('priority')}
            />
          </div>
          <MultiSelect
            label={words.watchers}
            placeholder={form.getValues().watcher_ids.length ? '' : words.nobody}
            data={members.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            {...form.getInputProps('watcher_ids')}
          />
          <TagsField
            kind="item"
            placeholder={form.getValues().tags.length ? '' : words.optional}
            value={form.getValues().tags}
            onChange={(tags) => form.setFieldValue('tags', tags)}
            error={form.errors.tags}
          />
          <Checkbox
            label={words.confidential_label}
            description={words.confidential_hint}
            {...form.getInputProps('confidential', { type: 'checkbox' })}
          />
        </>
      )}
    </>
  );
};
