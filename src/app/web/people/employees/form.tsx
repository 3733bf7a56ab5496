import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { useDraft } from '#kernel/ui/form/draft.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useList, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { placeOf, useActiveMembers, useEveryone, useFields, useNameOf, useRefreshPeople, useTags } from '../data.ts';
import { Conflict } from '../form/conflict.tsx';
import { CustomFields } from '../form/custom-fields.tsx';
import { type Compared, type Lookalike, Lookalikes, useLookalikes } from '../form/lookalikes.tsx';
import { useSaving } from '../form/saving.ts';
import { sayValue } from '../form/say.ts';
import { TagsField } from '../form/tags-field.tsx';
import { words as form_words } from '../form/words.ts';
import { DayField } from '../sheets/day-field.tsx';
import { words as people } from '../words.ts';
import type { EmployeeDetail, EmployeeRow } from './facts.ts';
import { blankValues, changesOf, type EmployeeValues, valuesOf } from './values.ts';
import { words } from './words.ts';
import '../form/form.css';

const useEmployeeForm = (initialValues: EmployeeValues) =>
  useForm<EmployeeValues>({
    initialValues,
    validate: {
      given_name: (value, { family_name }) => (value.trim() || family_name.trim() ? null : words.nameless),
    },
  });
type EmployeeForm = ReturnType<typeof useEmployeeForm>;

export const AddEmployee = ({ close }: { close: () => void }) => {
  const go = useGo();
  const refresh = useRefreshPeople();
  const form = useEmployeeForm(blankValues);
  const draft = useDraft('add-employee', form);
  const found = useLookalikes(comparedBy(form.values));
  const take = (one: Lookalike) => {
    draft.forget();
    close();
    go(placeOf(one.kind, one.id));
  };
  const send = async (values: EmployeeValues) => {
    const made = await api.post<EmployeeDetail>('/employees', {
      ...changesOf(blankValues, values),
      ...(found.length ? { added_beside: found.map(({ id }) => id) } : {}),
    });
    draft.forget();
    close();
    await refresh();
    toast(words.added(made.display_name), {
      link: { label: people.open_it, run: () => go(placeOf('employee', made.id)) },
      undo: async () => {
        await api.delete(placeOf('employee', made.id), { version: made.version });
        await refresh();
      },
    });
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.add}
      intro={words.add_intro}
      form={form}
      verb={found.length ? form_words.add_anyway.employee : words.add}
      submit={send}
      note={draft.note}
    >
      <EmployeeFields form={form} beneath_names={<Lookalikes found={found} use={take} />} />
    </FormSheet>
  );
};

const comparedBy = (values: EmployeeValues): Compared => ({
  kind: 'employee',
  name: `${values.given_name} ${values.family_name}`,
  emails: [values.work_email],
  phones: [values.phone],
});

export const EditEmployee = ({ id, close }: { id: string; close: () => void }) => {
  const { data } = useThing<EmployeeDetail>(placeOf('employee', id));
  return data ? <Loaded one={data} close={close} /> : null;
};

const Loaded = ({ one, close }: { one: EmployeeDetail; close: () => void }) => {
  const say = useSay();
  const form = useEmployeeForm(valuesOf(one));
  const path = placeOf('employee', one.id);
  const save = async (base: EmployeeDetail, changes: object) => {
    const saved = await api.patch<EmployeeDetail>(path, changes, { version: base.version });
    const back = changesOf(valuesOf(saved), valuesOf(base));
    toast(words.saved(saved.display_name), {
      undo: async () => {
        await api.patch(path, back, { version: saved.version });
        await refresh();
      },
    });
  };
  const { send, clash, join, refresh } = useSaving<EmployeeDetail, EmployeeValues>({
    one,
    path,
    valuesOf,
    changesOf,
    save,
    close,
  });
  return (
    <FormSheet
      opened
      close={close}
      title={words.edit_title(one.display_name)}
      form={form}
      verb={words.save}
      submit={send}
    >
      {clash && (
        <Conflict clash={clash} mine={form.values} label={(field) => NAMES[field]} say={say} join={join(form)} />
      )}
      <EmployeeFields form={form} id={one.id} />
    </FormSheet>
  );
};

const NAMES: Readonly<Record<keyof EmployeeValues, string>> = {
  given_name: words.given_name,
  family_name: words.family_name,
  work_email: words.work_email,
  phone: words.phone,
  job_title: words.job_title,
  team: words.team,
  manager: words.manager,
  member: words.member,
  start_on: words.start_on,
  end_on: words.end_on,
  end_reason: words.end_reason,
  number: words.number,
  tags: form_words.tags,
  custom: words.own,
};

/** One field of the form in words, for comparing two of them. */
const useSay = () => {
  const nameOf = useNameOf();
  const tags = useTags();
  const colleagues = useColleagues();
  return (field: keyof EmployeeValues, values: EmployeeValues): string => {
    if (field === 'member') return nameOf(values.member) ?? '';
    if (field === 'manager') return colleagues.find(({ id }) => id === values.manager)?.display_name ?? '';
    if (field === 'tags')
      return tags
        .filter(({ id }) => values.tags.includes(id))
        .map(({ name }) => name)
        .join(', ');
    if (field === 'custom')
      return Object.values(values.custom)
        .map((value) => sayValue(value, nameOf))
        .join(', ');
    return values[field] ?? '';
  };
};

const useColleagues = () => useList<EmployeeRow>('/employees', { limit: 200, sort: 'name' }).rows;

interface EmployeeFieldsProps {
  form: EmployeeForm;
  id?: string;
  beneath_names?: ReactNode;
}

const EmployeeFields = ({ form, id, beneath_names }: EmployeeFieldsProps) => {
  const colleagues = useColleagues();
  const everyone = useEveryone();
  const active = useActiveMembers();
  const members = everyone.filter((one) => active.includes(one) || one.id === form.values.member);
  const fields = useFields('employee');
  return (
    <>
      <div className="pair">
        <ClientDataInput label={words.given_name} data-autofocus {...form.getInputProps('given_name')} />
        <ClientDataInput label={words.family_name} {...form.getInputProps('family_name')} />
      </div>
      {beneath_names}
      <div className="pair">
        <ClientDataInput label={words.work_email} type="email" {...form.getInputProps('work_email')} />
        <ClientDataInput label={words.phone} type="tel" {...form.getInputProps('phone')} />
      </div>
      <div className="pair">
        <ClientDataInput label={words.job_title} maxLength={120} {...form.getInputProps('job_title')} />
        <ClientDataInput label={words.team} maxLength={120} {...form.getInputProps('team')} />
      </div>
      <Select
        label={words.manager}
        searchable
        clearable
        data={colleagues.filter((one) => one.id !== id).map((one) => ({ value: one.id, label: one.display_name }))}
        {...form.getInputProps('manager')}
      />
      <div className="pair">
        <DayField label={words.start_on} clearable {...form.getInputProps('start_on')} />
        {id && <DayField label={words.end_on} clearable {...form.getInputProps('end_on')} />}
      </div>
      {form.values.end_on && (
        <ClientDataInput label={words.end_reason} maxLength={500} {...form.getInputProps('end_reason')} />
      )}
      <MemberSelect
        label={words.member}
        description={words.member_hint}
        placeholder={words.no_member}
        members={members}
        clearable
        {...form.getInputProps('member')}
      />
      <ClientDataInput
        label={words.number}
        description={words.number_hint}
        maxLength={30}
        {...form.getInputProps('number')}
      />
      <TagsField
        kind="employee"
        value={form.values.tags}
        onChange={(tags) => form.setFieldValue('tags', tags)}
        error={form.errors.tags}
      />
      <CustomFields
        fields={fields}
        values={form.values.custom}
        errors={form.errors}
        put={(values) => form.setFieldValue('custom', values)}
      />
    </>
  );
};
