import { Radio, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { STATES } from '#people/authorizations/model.ts';
import { canApprove } from '#people/authorizations/rules.ts';
import { DayField } from '../sheets/day-field.tsx';
import type { KnownAuthorization } from './facts.ts';
import { PermittedField } from './permitted-field.tsx';
import type { AuthorizationValues } from './values.ts';
import { capital, words } from './words.ts';
import '../form/form.css';
import './authorizations.css';

/** The form of an authorization, with what can be said before it is sent (PE-54). */
export const useAuthorizationForm = (initialValues: AuthorizationValues) =>
  useForm<AuthorizationValues>({
    initialValues,
    validate: {
      kind: (value) => (value ? null : words.kind_missing),
      number: (value, { state }) => (state === 'approved' && !value.trim() ? words.number_missing : null),
    },
  });
export type AuthorizationForm = ReturnType<typeof useAuthorizationForm>;

interface FieldsProps {
  form: AuthorizationForm;
  /** Of whom it is; nobody yet: the states are open, and the server has the last word. */
  client?: KnownAuthorization['client'] | undefined;
  /** Under the days: what a renewal leaves open, how many runs are planned anew. */
  beneath_days?: ReactNode;
}

export const AuthorizationFields = ({ form, client, beneath_days }: FieldsProps) => {
  const kinds = useThing<{ items: string[] }>('/authorization-kinds').data?.items ?? [];
  const early = client && canApprove(client)?.because;
  return (
    <>
      <div className="pair">
        <Select
          label={words.kind}
          data={[...new Set([...kinds, ...(form.values.kind ? [form.values.kind] : [])])].map((value) => ({
            value,
            label: capital(value),
          }))}
          data-autofocus={client ? true : undefined}
          {...form.getInputProps('kind')}
        />
        <ClientDataInput
          label={words.granted_by}
          placeholder={words.granted_by_hint}
          maxLength={120}
          {...form.getInputProps('granted_by')}
        />
      </div>
      <Radio.Group label={words.state} description={early} {...form.getInputProps('state')}>
        <div className="choice-row">
          {STATES.map((state) => (
            <Radio
              key={state}
              value={state}
              label={words.states[state]}
              disabled={state !== 'pending' && early !== undefined}
            />
          ))}
        </div>
      </Radio.Group>
      {form.values.state === 'approved' && (
        <ClientDataInput label={words.number} maxLength={60} {...form.getInputProps('number')} />
      )}
      <Days form={form} />
      {beneath_days}
      <PermittedField form={form} />
    </>
  );
};

/** First and last day, both inside the validity (PE-56). */
export const Days = ({ form }: { form: Pick<AuthorizationForm, 'getInputProps' | 'values'> }) => (
  <div className="pair">
    <DayField label={words.from} clearable {...form.getInputProps('valid_from')} />
    <DayField
      label={words.to}
      description={words.to_hint}
      clearable
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...(form.values.valid_from ? { minDate: form.values.valid_from } : {})}
      {...form.getInputProps('valid_to')}
    />
  </div>
);
