import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { sorted } from '#inbox/alerts/rules.ts';
import { type DueAfter, UNITS } from '#inbox/categories/model.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FORMS, type FormRow } from '../../forms/data.ts';
import { CATEGORIES, type CategoryRow } from '../../inbox/categories.ts';
import { useMembers } from '../../runs/data.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { words } from './category-words.ts';

interface Values {
  name: string;
  default_assignee_id: string | null;
  n: string;
  unit: DueAfter['unit'];
  alert_emails: string;
  form_id: string | null;
}

const isCount = (n: string): boolean => /^\d{1,3}$/.test(n.trim()) && Number(n) <= 366;

/** The name of a kind of items, who gets them and when they are due (IN-12, IN-141). */
export const CategorySheet = ({ category, close }: { category: CategoryRow | undefined; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const forms = useThing<{ items: FormRow[] }>(FORMS, { limit: 200, sort: 'title' }).data?.items ?? [];
  const form = useForm<Values>({
    initialValues: {
      name: category?.name ?? '',
      default_assignee_id: category?.default_assignee_id ?? null,
      n: category?.due_after ? String(category.due_after.n) : '',
      unit: category?.due_after?.unit ?? 'business_days',
      alert_emails: category?.alert_emails.join('\n') ?? '',
      form_id: category?.form_id ?? null,
    },
    validate: {
      name: (name) => (name.trim() ? null : words.name_missing),
      n: (n) => (!n.trim() || isCount(n) ? null : words.due_wrong),
      alert_emails: (text) => {
        const { refused } = sorted(text, null);
        return refused.length ? refused.map(({ because }) => because).join(' ') : null;
      },
    },
  });
  const send = async ({ name, default_assignee_id, n, unit, alert_emails, form_id }: Values) => {
    const body = {
      name: name.trim(),
      default_assignee_id,
      due_after: n.trim() ? { n: Number(n), unit } : null,
      form_id,
      alert_emails: sorted(alert_emails, null).kept,
    };
    if (category) await api.patch(`${CATEGORIES}/${category.id}`, body, { version: category.version });
    else await api.post(CATEGORIES, body);
    close();
    toast(category ? words.saved(body.name) : words.added(body.name));
    await refresh(CATEGORIES);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={category ? words.edit_title(category.name) : words.add}
      form={form}
      verb={category ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
      <MemberSelect
        label={words.assignee}
        description={words.assignee_hint}
        placeholder={words.nobody}
        members={useMembers()}
        clearable
        {...form.getInputProps('default_assignee_id')}
      />
      <TextInput
        label={words.due_after}
        description={words.due_hint}
        inputMode="numeric"
        maxLength={3}
        {...form.getInputProps('n')}
      />
      <Select
        label={words.unit}
        data={UNITS.map((value) => ({ value, label: words.units[value] }))}
        allowDeselect={false}
        {...form.getInputProps('unit')}
      />
      {forms.length > 0 && (
        <Select
          label={words.form}
          description={words.form_hint}
          placeholder={words.no_form}
          data={forms.map(({ id, title }) => ({ value: id, label: title }))}
          clearable
          searchable
          {...form.getInputProps('form_id')}
        />
      )}
      <Textarea
        label={words.alerts}
        description={words.alerts_hint}
        autosize
        minRows={2}
        spellCheck={false}
        {...form.getInputProps('alert_emails')}
      />
    </FormSheet>
  );
};
