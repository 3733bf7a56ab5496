import { Checkbox, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { type ReactNode, useState } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { PersonKind } from '#people/persons/model.ts';
import { countryOptions, zoneOptions } from '../../access/countries.ts';
import { useMe, useWho } from '../../me/me.ts';
import { useFields } from '../data.ts';
import { monthName, words as people } from '../words.ts';
import { AddressesField } from './addresses-field.tsx';
import { CustomFields } from './custom-fields.tsx';
import type { PersonForm } from './form-of.ts';
import { LinesField } from './lines-field.tsx';
import { TagsField } from './tags-field.tsx';
import { words } from './words.ts';

interface PersonFieldsProps {
  form: PersonForm;
  kind: PersonKind;
  /** Only what one knows of a new one; a button shows the rest. */
  brief?: boolean;
  /** Why the number cannot be chosen or changed (PE-13). */
  number_why_not: string | undefined;
  /** Right under the names: what may be the same record. */
  beneath_names?: ReactNode;
}

/** Everything that can be typed about a prospect or client. */
export const PersonFields = ({ form, kind, brief, number_why_not, beneath_names }: PersonFieldsProps) => {
  const [all, setAll] = useState(!brief);
  return (
    <>
      <Names form={form} />
      {beneath_names}
      <h2>{words.reach}</h2>
      <LinesField form={form} path="emails" />
      <LinesField form={form} path="phones" />
      {kind === 'prospect' && <Enquiry form={form} />}
      {all ? (
        <>
          <AddressesField form={form} />
          <ClientFacts form={form} kind={kind} number_why_not={number_why_not} />
          <Whereabouts form={form} />
          <OwnFields form={form} kind={kind} />
        </>
      ) : (
        <button type="button" className="tool tool-words show-all" onClick={() => setAll(true)}>
          {words.show_all}
        </button>
      )}
    </>
  );
};

const FORMS = (['organisation', 'individual'] as const).map((value) => ({ value, label: words.forms[value] }));

const Names = ({ form }: { form: PersonForm }) => {
  const organisation = form.values.form === 'organisation';
  const given = <ClientDataInput label={words.given_name} maxLength={120} {...form.getInputProps('given_name')} />;
  const family = <ClientDataInput label={words.family_name} maxLength={120} {...form.getInputProps('family_name')} />;
  return (
    <>
      <div>
        <Segments
          label={words.kind}
          value={form.values.form}
          onChange={(to) => form.setFieldValue('form', to)}
          options={FORMS}
        />
      </div>
      {organisation && (
        <ClientDataInput
          label={words.organisation_name}
          maxLength={120}
          data-autofocus
          {...form.getInputProps('organisation_name')}
        />
      )}
      {organisation ? (
        <fieldset className="lines-field">
          <legend>{words.human}</legend>
          <div className="pair">
            {given}
            {family}
          </div>
        </fieldset>
      ) : (
        <div className="pair">
          {given}
          {family}
        </div>
      )}
    </>
  );
};

const Enquiry = ({ form }: { form: PersonForm }) => (
  <>
    <h2>{words.enquiry}</h2>
    <ClientDataInput label={words.service_wanted} maxLength={200} {...form.getInputProps('service_wanted')} />
    <ClientDataInput
      label={words.source}
      description={words.source_hint}
      maxLength={200}
      {...form.getInputProps('source')}
    />
  </>
);

interface ClientFactsProps {
  form: PersonForm;
  kind: PersonKind;
  number_why_not: string | undefined;
}

const DAYS = Array.from({ length: 31 }, (_, i) => String(i + 1));
const FREQUENCIES = (['monthly', 'two_monthly', 'quarterly', 'half_yearly', 'annual'] as const).map((value) => ({
  value,
  label: people.frequencies[value],
}));

const ClientFacts = ({ form, kind, number_why_not }: ClientFactsProps) => {
  const { locale } = useClock();
  const months = Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: monthName(i + 1, locale) }));
  return (
    <>
      <h2>{words.facts}</h2>
      <ClientDataInput
        label={words.number}
        description={number_why_not ?? words.number_hint}
        readOnly={number_why_not !== undefined}
        maxLength={30}
        {...form.getInputProps('number')}
      />
      <div className="pair">
        <ClientDataInput label={words.tax_number} maxLength={60} {...form.getInputProps('tax_number')} />
        <ClientDataInput label={words.business_number} maxLength={60} {...form.getInputProps('business_number')} />
      </div>
      <fieldset className="lines-field">
        <legend>{words.year_end}</legend>
        <div className="pair">
          <Select
            aria-label={`${words.year_end}: ${words.day}`}
            placeholder={words.day}
            clearable
            data={DAYS}
            {...form.getInputProps('year_end.day')}
          />
          <Select
            aria-label={`${words.year_end}: ${words.month}`}
            placeholder={words.month}
            clearable
            data={months}
            {...form.getInputProps('year_end.month')}
          />
        </div>
        {form.errors.year_end && <p className="field-error">{form.errors.year_end}</p>}
      </fieldset>
      <DatePickerInput
        type="multiple"
        label={words.known_year_ends}
        description={words.known_year_ends_hint}
        valueFormat="D MMM YYYY"
        clearable
        {...form.getInputProps('known_year_ends')}
      />
      <div className="pair">
        <Select label={words.tax_period} clearable data={FREQUENCIES} {...form.getInputProps('tax_period.frequency')} />
        {form.values.tax_period.frequency && (
          <Select label={words.from_month} data={months} {...form.getInputProps('tax_period.start_month')} />
        )}
      </div>
      <TagsField
        kind={kind}
        value={form.values.tags}
        onChange={(tags) => form.setFieldValue('tags', tags)}
        error={form.errors.tags}
      />
    </>
  );
};

const languageOptions = (own: string | null) => {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const tags = [
    'en-AU',
    'en-GB',
    'en-US',
    'de',
    'es',
    'fr',
    'it',
    'nl',
    'pl',
    'pt',
    'zh',
    'ar',
    'hi',
    'ja',
    'ko',
    'vi',
  ];
  return [...new Set([...tags, ...(own ? [own] : [])])].map((value) => ({ value, label: names.of(value) ?? value }));
};

const Whereabouts = ({ form }: { form: PersonForm }) => {
  const { practice } = useMe();
  return (
    <>
      <h2>{words.place}</h2>
      <Select
        label={words.country}
        description={words.country_hint}
        searchable
        clearable
        data={countryOptions([practice.country])}
        {...form.getInputProps('country')}
      />
      <div className="pair">
        <Select
          label={words.language}
          searchable
          clearable
          data={languageOptions(form.values.locale)}
          {...form.getInputProps('locale')}
        />
        <Select
          label={words.time_zone}
          description={words.time_zone_hint}
          searchable
          clearable
          data={zoneOptions()}
          {...form.getInputProps('time_zone')}
        />
      </div>
    </>
  );
};

const OwnFields = ({ form, kind }: { form: PersonForm; kind: PersonKind }) => {
  const fields = useFields(kind);
  const { abilities } = useWho();
  return (
    <>
      {fields.length > 0 && <h2>{words.own}</h2>}
      <CustomFields
        fields={fields}
        values={form.values.custom}
        errors={form.errors}
        put={(values) => form.setFieldValue('custom', values)}
      />
      {abilities.includes('restricted.read') && (
        <Checkbox
          label={words.restricted}
          description={words.restricted_hint}
          {...form.getInputProps('restricted', { type: 'checkbox' })}
        />
      )}
    </>
  );
};
