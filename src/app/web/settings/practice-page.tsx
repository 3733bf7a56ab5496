import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { countryOptions, currencyOptions, zoneOptions } from '../access/countries.ts';
import { useWhyNot } from '../me/me.ts';
import { type Practice, usePractice } from './practice.ts';
import { SettingsPage } from './shell.tsx';
import { words } from './words.ts';

/** `/settings/practice`. */
export default function PracticePage() {
  const { data, error, refetch } = usePractice();
  return (
    <SettingsPage here="practice">
      <div className="settings-page">
        {error && !data ? (
          <ErrorState fault={error} retry={() => void refetch()} />
        ) : data ? (
          <PracticeForm key={data.version} practice={data} />
        ) : (
          <PageSkeleton />
        )}
      </div>
    </SettingsPage>
  );
}

const HOURS = Array.from({ length: 48 }, (_, i) => `${String(i >> 1).padStart(2, '0')}:${i % 2 ? '30' : '00'}`);
const LOCALES = ['en-AU', 'en-CA', 'en-GB', 'en-IE', 'en-IN', 'en-NZ', 'en-SG', 'en-US', 'en-ZA'];

/** Every locale by an example of what it does to a date and a number. */
const localeOptions = (own: string) =>
  [...new Set([...LOCALES, own])].map((value) => ({
    value,
    label: `${new Intl.DateTimeFormat(value, { dateStyle: 'medium' }).format(new Date('2026-11-24T12:00:00Z'))}, ${new Intl.NumberFormat(value).format(1234.5)} (${value})`,
  }));

const PracticeForm = ({ practice }: { practice: Practice }) => {
  const why_not = useWhyNot(writes('settings'));
  const refresh = useRefresh();
  const { name, slug, country, time_zone, currency, locale, send_hour } = practice;
  const form = useForm({
    initialValues: {
      name,
      slug,
      country,
      time_zone,
      currency,
      locale,
      send_hour,
      letterhead: practice.settings.letters?.letterhead ?? '',
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Give the practice’s name.'),
    },
  });
  const save = async ({ letterhead, ...values }: ReturnType<typeof form.getValues>) => {
    const settings = { letters: { letterhead: letterhead.trim() } };
    await api.patch('/practice', { ...values, settings }, { version: practice.version });
    toast(words.saved_practice);
    await refresh('/practice', '/me');
  };
  return (
    <Form form={form} verb={words.save} submit={save} why_not={why_not}>
      <TextInput label={words.name} {...form.getInputProps('name')} />
      <TextInput label={words.slug} description={words.slug_hint} {...form.getInputProps('slug')} />
      <Select label={words.country} searchable data={countryOptions([country])} {...form.getInputProps('country')} />
      <Select
        label={words.time_zone}
        description={words.time_zone_hint}
        searchable
        data={zoneOptions([time_zone])}
        {...form.getInputProps('time_zone')}
      />
      <Select label={words.currency} searchable data={currencyOptions()} {...form.getInputProps('currency')} />
      <Select label={words.locale} data={localeOptions(locale)} {...form.getInputProps('locale')} />
      <Select
        label={words.send_hour}
        description={words.send_hour_hint}
        searchable
        data={[...new Set([...HOURS, send_hour])].sort()}
        {...form.getInputProps('send_hour')}
      />
      <Textarea
        label={words.letterhead}
        description={words.letterhead_hint}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={400}
        {...form.getInputProps('letterhead')}
      />
    </Form>
  );
};
