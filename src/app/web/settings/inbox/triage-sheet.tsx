import { Button, Checkbox, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Plus, X } from 'lucide-react';
import { type DueAfter, UNITS } from '#inbox/categories/model.ts';
import { MAIN, type When } from '#inbox/triage/model.ts';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FORMS, type FormDetail } from '../../forms/data.ts';
import { useCategories } from '../../inbox/categories.ts';
import { TagsField } from '../../people/form/tags-field.tsx';
import { useMembers } from '../../runs/data.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { useAddresses } from './data.ts';
import { RULES, type RuleRow } from './triage-data.ts';
import { useFormChoices } from './triage-said.ts';
import { words } from './triage-words.ts';

interface Values {
  name: string;
  when: When;
  sets: {
    category_id: string | null;
    assignee_id: string | null;
    n: string;
    unit: DueAfter['unit'];
    tags: string[];
    set_aside: boolean;
  };
}
type Fields = ReturnType<typeof useRuleForm>;

const NOTHING: When = { senders: [], addresses: [], words: [], form_id: null, answers: [] };
const isCount = (n: string): boolean => /^\d{1,3}$/.test(n.trim()) && Number(n) <= 366;

const valuesOf = (rule: RuleRow | undefined): Values => ({
  name: rule?.name ?? '',
  when: rule?.when ?? NOTHING,
  sets: {
    category_id: rule?.sets.category_id ?? null,
    assignee_id: rule?.sets.assignee_id ?? null,
    n: rule?.sets.due_after ? String(rule.sets.due_after.n) : '',
    unit: rule?.sets.due_after?.unit ?? 'business_days',
    tags: rule?.sets.tags ?? [],
    set_aside: rule?.sets.set_aside ?? false,
  },
});

const useRuleForm = (rule: RuleRow | undefined) =>
  useForm<Values>({
    initialValues: valuesOf(rule),
    validate: {
      name: (name) => (name.trim() ? null : words.name_missing),
      sets: { n: (n) => (!n.trim() || isCount(n) ? null : words.due_wrong) },
    },
  });

/** When a rule applies, and what it does then (IN-186). */
export const TriageSheet = ({ rule, close }: { rule: RuleRow | undefined; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useRuleForm(rule);
  const send = async ({ name, when, sets: { n, unit, ...sets } }: Values) => {
    const answers = when.form_id ? when.answers.filter(({ question, is }) => question && is.trim()) : [];
    const due_after = n.trim() ? { n: Number(n), unit } : null;
    const body = { name: name.trim(), when: { ...when, answers }, sets: { ...sets, due_after } };
    const kept = rule
      ? await api.patch<RuleRow>(`${RULES}/${rule.id}`, body, { version: rule.version })
      : await api.post<RuleRow>(RULES, body);
    close();
    toast(rule ? words.saved(kept.name, kept.on) : words.added(kept.name));
    await refresh(RULES);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={rule ? words.edit_title(rule.name) : words.add}
      form={form}
      verb={rule ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.name} maxLength={80} data-autofocus {...form.getInputProps('name')} />
      <Conditions form={form} />
      <Results form={form} />
    </FormSheet>
  );
};

const Conditions = ({ form }: { form: Fields }) => {
  const addresses = useAddresses().data?.items ?? [];
  const forms = useFormChoices();
  return (
    <>
      <h3 className="triage-part">{words.when}</h3>
      <TagsInput
        label={words.senders}
        description={words.senders_hint}
        maxTags={50}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        spellCheck={false}
        {...form.getInputProps('when.senders')}
      />
      {addresses.length > 1 && (
        <MultiSelect
          label={words.addresses}
          description={words.addresses_hint}
          data={addresses.map(({ tag, address }) => ({ value: tag ?? MAIN, label: address }))}
          {...form.getInputProps('when.addresses')}
        />
      )}
      <TagsInput
        label={words.words}
        description={words.words_hint}
        maxTags={50}
        splitChars={[',', ';']}
        acceptValueOnBlur
        {...form.getInputProps('when.words')}
      />
      {forms.length > 0 && (
        <Select
          label={words.form}
          description={words.form_hint}
          data={forms}
          clearable
          searchable
          {...form.getInputProps('when.form_id')}
          onChange={(id) => {
            form.setFieldValue('when.form_id', id);
            form.setFieldValue('when.answers', []);
          }}
        />
      )}
      {form.values.when.form_id && <AnswersOf id={form.values.when.form_id} form={form} />}
    </>
  );
};

/** Which of its questions are answered how. */
const AnswersOf = ({ id, form }: { id: string; form: Fields }) => {
  const { data } = useThing<FormDetail>(`${FORMS}/${id}`);
  const questions = (data?.questions ?? []).filter(({ kind }) => kind !== 'file');
  const { answers } = form.values.when;
  return (
    <>
      {answers.map((_, at) => (
        // the lines of a list that is typed have no other name
        <div key={at} className="triage-answer">
          <Select
            label={words.question}
            data={questions.map(({ key, label }) => ({ value: key, label }))}
            allowDeselect={false}
            {...form.getInputProps(`when.answers.${at}.question`)}
          />
          <TextInput label={words.is} maxLength={200} {...form.getInputProps(`when.answers.${at}.is`)} />
          <button
            type="button"
            className="icon-button"
            aria-label={words.remove_answer}
            onClick={() => form.removeListItem('when.answers', at)}
            {...hint(words.remove_answer)}
          >
            <X />
          </button>
        </div>
      ))}
      {questions.length > 0 && answers.length < 10 && (
        <Button
          variant="subtle"
          color="gray"
          className="triage-add"
          leftSection={<Plus aria-hidden size={16} />}
          onClick={() => form.insertListItem('when.answers', { question: questions[0]!.key, is: '' })}
        >
          {words.add_answer}
        </Button>
      )}
    </>
  );
};

const Results = ({ form }: { form: Fields }) => {
  const categories = useCategories();
  const members = useMembers();
  return (
    <>
      <h3 className="triage-part">{words.result}</h3>
      <Checkbox
        label={words.aside}
        description={words.aside_hint}
        {...form.getInputProps('sets.set_aside', { type: 'checkbox' })}
      />
      {!form.values.sets.set_aside && (
        <>
          <p className="caption triage-hint">{words.result_hint}</p>
          {categories.length > 0 && (
            <Select
              label={words.category}
              placeholder={words.none}
              data={categories}
              clearable
              searchable
              {...form.getInputProps('sets.category_id')}
            />
          )}
          <MemberSelect
            label={words.assignee}
            placeholder={words.none}
            members={members}
            clearable
            {...form.getInputProps('sets.assignee_id')}
          />
          <TextInput
            label={words.due}
            description={words.due_hint}
            inputMode="numeric"
            maxLength={3}
            {...form.getInputProps('sets.n')}
          />
          <Select
            label={words.unit}
            data={UNITS.map((value) => ({ value, label: words.units[value] }))}
            allowDeselect={false}
            {...form.getInputProps('sets.unit')}
          />
          <TagsField
            kind="item"
            label={words.tags}
            value={form.values.sets.tags}
            onChange={(tags) => form.setFieldValue('sets.tags', tags)}
          />
        </>
      )}
    </>
  );
};
