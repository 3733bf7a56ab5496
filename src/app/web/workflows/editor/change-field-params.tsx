import { NumberInput, Select, TextInput } from '@mantine/core';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { FIELDS, type Field, fieldOf } from '#workflows/definitions/fields.ts';
import { capital } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { type ParamsProps, text } from './params.ts';
import { words } from './words.ts';

/** Which field the machine changes, and to what. */
export const ChangeFieldParams = ({ params, put, said }: ParamsProps) => {
  const { content, facts } = said;
  const own = content.subject_kinds.flatMap((kind) => FIELDS[kind].filter(({ writable }) => writable));
  const custom = (facts?.custom_fields ?? []).map(({ key, label }) => ({ field: `custom.${key}`, label }));
  const fields = [...new Map([...own, ...custom].map(({ field, label }) => [field, label]))];
  const name = text(params.field);
  const kinds = content.subject_kinds.map((kind) => (name ? fieldOf(kind, name, facts?.custom_fields) : undefined));
  return (
    <>
      <Select
        label={words.field}
        searchable
        value={name}
        data={fields.map(([value, label]) => ({ value, label: capital(label) }))}
        onChange={(field) => field && put({ field, value: undefined })}
      />
      {name && <NewValue field={kinds.find((one) => one !== undefined)} params={params} put={put} said={said} />}
    </>
  );
};

type NewValueProps = Pick<ParamsProps, 'params' | 'put' | 'said'> & { field: Field | undefined };

const NewValue = ({ field, params: { value }, put, said }: NewValueProps) => {
  const given = value === undefined ? null : text(value);
  if (field?.type === 'member')
    return (
      <MemberSelect
        label={words.value}
        members={(said.facts?.members ?? []).filter(({ active }) => active)}
        value={given}
        onChange={(to) => put({ value: to ?? undefined })}
      />
    );
  if (field?.type === 'yes_no')
    return (
      <Select
        label={words.value}
        value={given}
        data={[
          { value: 'true', label: said_words.yes },
          { value: 'false', label: said_words.no },
        ]}
        onChange={(to) => put({ value: to === null ? undefined : to === 'true' })}
      />
    );
  if (field?.type === 'number' || field?.type === 'money')
    return (
      <NumberInput
        label={words.value}
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(to) => put({ value: typeof to === 'number' ? to : undefined })}
      />
    );
  return (
    <TextInput
      label={words.value}
      type={field?.type === 'date' ? 'date' : 'text'}
      maxLength={4000}
      value={given ?? ''}
      onChange={(event) => put({ value: event.currentTarget.value || undefined })}
    />
  );
};
