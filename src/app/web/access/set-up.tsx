import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordProblem } from '#kernel/access/sessions/password.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { ActForm } from './act-form.tsx';
import { type Begun, forgetAnswers, tokenOfAddress, wayIn } from './begun.ts';
import { countryOptions, currencyOptions, guessCountry, zoneOptions } from './countries.ts';
import { LinkOver } from './link-over.tsx';
import { OpenPage } from './open-page.tsx';
import { PasswordField } from './password-field.tsx';
import { words } from './words.ts';

interface Look {
  has_demo: boolean;
  countries: { country: string; time_zone: string; currency: string }[];
}

/** `/setup#token`: one page, then one is in (PL-6, PL-7, PL-8). */
export default function SetUp() {
  const [token] = useState(tokenOfAddress);
  const look = useQuery({
    queryKey: ['setup', token],
    queryFn: () => api.post<Look>('/setup/look', { token }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!token) return <LinkOver />;
  if (look.error) return <LinkOver because={sentenceOf(look.error)} />;
  return look.data ? <SetUpForm token={token} look={look.data} /> : null;
}

const SetUpForm = ({ token, look }: { token: string; look: Look }) => {
  const go = useGo();
  const enter = (begun: Begun) => {
    forgetAnswers();
    go(wayIn(begun));
  };
  const form = useSetUpForm(look);
  const practice = form.getInputProps('practice.country');
  const choose = (country: string | null) => {
    practice.onChange(country);
    const facts = look.countries.find((one) => one.country === country);
    if (facts) form.setValues({ practice: { ...form.getValues().practice, ...facts } });
  };
  return (
    <OpenPage
      title={words.setup_title}
      lead={words.setup_lead}
      foot={<Demo token={token} is_made={look.has_demo} enter={enter} />}
    >
      <ActForm
        form={form}
        verb={words.setup}
        submit={async (values) => enter(await api.post<Begun>('/setup', { token, ...values }))}
      >
        <h2>{words.practice}</h2>
        <TextInput
          label={words.practice_name}
          autoComplete="organization"
          autoFocus
          {...form.getInputProps('practice.name')}
        />
        <Select
          label={words.country}
          description={words.country_hint}
          searchable
          data={countryOptions(look.countries.map((one) => one.country))}
          {...practice}
          onChange={choose}
        />
        <Select
          label={words.time_zone}
          searchable
          data={zoneOptions(look.countries.map((one) => one.time_zone))}
          {...form.getInputProps('practice.time_zone')}
        />
        <Select
          label={words.currency}
          searchable
          data={currencyOptions()}
          {...form.getInputProps('practice.currency')}
        />
        <h2>{words.owner}</h2>
        <TextInput label={words.your_name} autoComplete="name" {...form.getInputProps('owner.name')} />
        <TextInput
          label={words.email}
          description={words.owner_hint}
          type="email"
          autoComplete="username"
          {...form.getInputProps('owner.email')}
        />
        <PasswordField fresh label={words.password} {...form.getInputProps('owner.password')} />
      </ActForm>
    </OpenPage>
  );
};

const useSetUpForm = (look: Look) => {
  const here = guessCountry(look.countries);
  return useForm({
    initialValues: {
      practice: { name: '', ...here },
      owner: { name: '', email: '', password: '' },
    },
    validateInputOnBlur: ['owner.password'],
    validate: {
      practice: {
        name: (value) => (value.trim() ? null : 'Give the practice’s name.'),
        country: (value) => (value ? null : 'Choose the country.'),
        time_zone: (value) => (value ? null : 'Choose the time zone.'),
        currency: (value) => (value ? null : 'Choose the currency.'),
      },
      owner: {
        name: (value) => (value.trim() ? null : 'Give your name.'),
        email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Type your e-mail address.'),
        password: (value, { owner, practice }) =>
          passwordProblem(value, { email: owner.email, practice_names: [practice.name] })?.detail ?? null,
      },
    },
    transformValues: (values) => ({
      ...values,
      owner: { ...values.owner, email: values.owner.email.trim() },
    }),
  });
};

interface DemoProps {
  token: string;
  is_made: boolean;
  enter: (begun: Begun) => void;
}

const Demo = ({ token, is_made, enter }: DemoProps) => {
  const form = useForm({ initialValues: {} });
  const [asked, setAsked] = useState(false);
  const look = async () => {
    setAsked(true);
    enter(await api.post<Begun>('/setup/demo', { token }).finally(() => setAsked(false)));
  };
  return (
    <ActForm form={form} verb={words.demo_first} submit={look} quiet>
      <p className="quiet" aria-live="polite">
        {asked && !is_made ? words.demo_making : words.demo_note}
      </p>
    </ActForm>
  );
};
