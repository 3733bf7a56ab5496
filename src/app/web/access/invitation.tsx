import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { passwordProblem } from '#kernel/access/sessions/password.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { ActForm } from './act-form.tsx';
import { type Begun, forgetAnswers, owesCode, tokenOfAddress, wayIn } from './begun.ts';
import { LinkOver } from './link-over.tsx';
import { OpenPage } from './open-page.tsx';
import { PasswordField } from './password-field.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { words } from './words.ts';

interface Invited {
  practice_name: string;
  name: string;
  email: string;
  has_account: boolean;
}

/** `/invitation#token`: looking changes nothing, joining is a press (PL-45). */
export default function Invitation() {
  const [token] = useState(tokenOfAddress);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.post<Invited>('/invitations/look', { token }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!token) return <LinkOver />;
  if (look.error) return <LinkOver because={sentenceOf(look.error)} />;
  return look.data ? <Join token={token} invited={look.data} /> : null;
}

const Join = ({ token, invited }: { token: string; invited: Invited }) => {
  const go = useGo();
  const [owed, setOwed] = useState(false);
  const done = (begun: Begun) => {
    forgetAnswers();
    go(wayIn(begun));
  };
  const form = useForm({
    initialValues: { name: invited.name, password: '' },
    validateInputOnBlur: !invited.has_account,
    validate: {
      name: (value) => (value.trim() ? null : 'Type your name.'),
      password: (value) =>
        invited.has_account
          ? value
            ? null
            : 'Type your password.'
          : (passwordProblem(value, { email: invited.email, practice_names: [invited.practice_name] })?.detail ?? null),
    },
  });
  const submit = async (values: { name: string; password: string }) => {
    const begun = await api.post<Begun>('/invitations/acceptance', { token, ...values });
    if (owesCode(begun)) setOwed(true);
    else done(begun);
  };
  if (owed)
    return (
      <SignInSteps
        owed
        done={done}
        frame={(face) => (
          <OpenPage title={face.title} lead={face.lead} foot={face.foot}>
            {face.body}
          </OpenPage>
        )}
      />
    );
  return (
    <OpenPage
      title={words.invited_title(invited.practice_name)}
      lead={invited.has_account ? words.invited_has_account : words.invited_lead}
    >
      <ActForm form={form} verb={words.join(invited.practice_name)} submit={submit} at={{ wrong_password: 'password' }}>
        <TextInput label={words.email} value={invited.email} readOnly autoComplete="username" />
        <TextInput label={words.your_name} autoComplete="name" {...form.getInputProps('name')} />
        <PasswordField fresh={!invited.has_account} autoFocus {...form.getInputProps('password')} />
      </ActForm>
    </OpenPage>
  );
};
