import { Checkbox, Radio, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FIELD_KINDS, FIELD_TYPES, type FieldKind, type FieldType } from '#people/fields/model.ts';
import type { FieldRow } from '../../people/data.ts';
import { words } from './words.ts';

interface FieldSheetProps {
  /** Absent: a new one. */
  field?: FieldRow | undefined;
  close: () => void;
}

interface Values {
  label: string;
  type: FieldType;
  choices: string;
  record_kinds: FieldKind[];
}

/** A field's name, type, choices and kinds of record (PE-64). */
export const FieldSheet = ({ field, close }: FieldSheetProps) => {
  const refresh = useRefresh();
  const form = useForm<Values>({
    initialValues: {
      label: field?.label ?? '',
      type: field?.type ?? 'text',
      choices: field?.choices.join('\n') ?? '',
      record_kinds: field?.record_kinds ?? ['client'],
    },
    validate: {
      label: (value) => (value.trim() ? null : words.label_missing),
      choices: (value, { type }) => (type === 'choice' && !value.trim() ? words.choices_missing : null),
      record_kinds: (value) => (value.length > 0 ? null : words.for_missing),
    },
  });
  const send = async ({ choices, ...values }: Values) => {
    const body = { ...values, choices: values.type === 'choice' ? linesOf(choices) : [] };
    if (field) await api.patch(`/custom-fields/${field.id}`, body, { version: field.version });
    else await api.post('/custom-fields', body);
    close();
    toast(field ? words.saved(values.label.trim()) : words.added(values.label.trim()));
    await refresh('/custom-fields');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={field ? words.edit_title(field.label) : words.add}
      form={form}
      verb={field ? words.save : words.add}
      submit={send}
    >
      <ClientDataInput label={words.label} maxLength={60} data-autofocus {...form.getInputProps('label')} />
      <Checkbox.Group label={words.for} {...form.getInputProps('record_kinds')}>
        <div className="choice-row">
          {FIELD_KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={words.kinds[kind]} />
          ))}
        </div>
      </Checkbox.Group>
      <Radio.Group label={words.type} description={words.type_hint} {...form.getInputProps('type')}>
        <div className="choice-grid">
          {FIELD_TYPES.map((type) => (
            <Radio key={type} value={type} label={words.types[type]} description={words.type_hints[type]} />
          ))}
        </div>
      </Radio.Group>
      {form.values.type === 'choice' && (
        <Textarea
          label={words.choices}
          description={words.choices_hint}
          autosize
          minRows={3}
          maxRows={12}
          {...form.getInputProps('choices')}
        />
      )}
    </FormSheet>
  );
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
