import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Json } from '#kernel/decision/model.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { type FieldRow, useActiveMembers } from '../data.ts';
import { DayField } from '../sheets/day-field.tsx';
import { words } from './words.ts';

interface Props {
  fields: readonly FieldRow[];
  values: Record<string, Json>;
  /** By `custom.<key>`. */
  errors: Readonly<Record<string, React.ReactNode>>;
  put: (values: Record<string, Json>) => void;
}

/** The practice's own fields, each by its type (PE-64, PE-65). */
export const CustomFields = ({ fields, values, errors, put }: Props) =>
  fields.map((field) => (
    <CustomInput
      key={field.key}
      field={field}
      value={values[field.key] ?? null}
      error={errors[`custom.${field.key}`]}
      put={(value) => put({ ...values, [field.key]: value })}
    />
  ));

interface InputProps {
  field: FieldRow;
  value: Json;
  error: React.ReactNode;
  put: (value: Json) => void;
}

const CustomInput = (props: InputProps) => {
  const { field, value, error, put } = props;
  const members = useActiveMembers();
  const shared = { label: field.label, error, 'data-path': `custom.${field.key}` };
  switch (field.type) {
    case 'text':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4000}
          {...clientData}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => put(event.currentTarget.value || null)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          hideControls
          value={typeof value === 'number' ? value : ''}
          onChange={(to) => put(typeof to === 'number' ? to : to === '' ? null : Number(to))}
        />
      );
    case 'money':
      return <MoneyInput {...props} />;
    case 'date':
      return (
        <DayField {...shared} clearable value={typeof value === 'string' ? value : null} onChange={(to) => put(to)} />
      );
    case 'yes_no':
      return (
        <Select
          {...shared}
          clearable
          data={[
            { value: 'true', label: words.yes },
            { value: 'false', label: words.no },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(to) => put(to === null ? null : to === 'true')}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          clearable
          searchable={field.choices.length > 8}
          data={field.choices}
          value={typeof value === 'string' ? value : null}
          onChange={(to) => put(to)}
        />
      );
    case 'member':
      return (
        <MemberSelect
          {...shared}
          clearable
          members={members}
          value={typeof value === 'string' ? value : null}
          onChange={(to) => put(to)}
        />
      );
  }
};

interface Money {
  amount: string;
  currency: string;
}
const isMoney = (value: Json): value is Json & Money =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'amount' in value;

const MoneyInput = ({ field, value, error, put }: InputProps) => {
  const { currency } = useClock();
  const money: Money = isMoney(value) ? (value as unknown as Money) : { amount: '', currency };
  const change = (to: Partial<Money>) => {
    const next = { ...money, ...to };
    put(next.amount.trim() ? { amount: next.amount.trim(), currency: next.currency } : null);
  };
  return (
    <div className="money">
      <TextInput
        label={field.label}
        inputMode="decimal"
        error={error}
        {...clientData}
        value={money.amount}
        onChange={(event) => change({ amount: event.currentTarget.value })}
      />
      <TextInput
        aria-label={`${field.label}: ${words.currency}`}
        maxLength={3}
        value={money.currency}
        onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
      />
    </div>
  );
};
