import { useForm } from '@mantine/form';
import { displayName } from '#people/persons/status.ts';
import type { PersonValues } from './values.ts';
import { words } from './words.ts';

/** The form of a prospect or client, with what can be said before it is sent (PE-10). */
export const usePersonForm = (initialValues: PersonValues) =>
  useForm<PersonValues>({
    initialValues,
    validate: {
      organisation_name: (_, values) => (values.form === 'organisation' && nameless(values) ? words.nameless : null),
      family_name: (_, values) => (values.form === 'individual' && nameless(values) ? words.nameless : null),
      year_end: {
        day: (_, { year_end: { month, day } }) => (!month === !day ? null : words.year_end_missing),
      },
      tax_period: {
        start_month: (_, { tax_period: { frequency, start_month } }) =>
          frequency && !start_month ? words.from_month_missing : null,
      },
    },
  });

export type PersonForm = ReturnType<typeof usePersonForm>;

const nameless = ({ form, organisation_name, given_name, family_name }: PersonValues): boolean =>
  !displayName({
    form,
    organisation_name: organisation_name.trim(),
    given_name: given_name.trim(),
    family_name: family_name.trim(),
  });
