import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { passwordProblem } from '#kernel/access/sessions/password.ts';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { Go } from '#kernel/ui/go.tsx';
import { ActForm } from './act-form.tsx';
import { tokenOfAddress } from './begun.ts';
import { LinkOver } from './link-over.tsx';
import { OpenPage } from './open-page.tsx';
import { PasswordField } from './password-field.tsx';
import { words } from './words.ts';

const toSignIn = (
  <Go to="/sign-in" className="plain-act">
    {words.to_sign_in}
  </Go>
);

/** `/reset` asks for a link, `/reset#token` uses it (PL-40, PL-45). */
export default function Reset() {
  const [token] = useState(tokenOfAddress);
  return token ? <UseLink token={token} /> : <AskForLink />;
}

const AskForLink = () => {
  const [sent, setSent] = useState('');
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Type your e-mail address.') },
  });
  const submit = async ({ email }: { email: string }) => {
    await api.post('/password-resets', { email: email.trim() });
    setSent(email.trim());
  };
  if (sent) return <OpenPage title={words.reset_sent_title} lead={words.reset_sent(sent)} foot={toSignIn} />;
  return (
    <OpenPage title={words.reset_title} lead={words.reset_ask_lead} foot={toSignIn}>
      <ActForm form={form} verb={words.reset_ask} submit={submit}>
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
      </ActForm>
    </OpenPage>
  );
};

const UseLink = ({ token }: { token: string }) => {
  const [state, setState] = useState<'open' | 'done' | { over: string }>('open');
  const form = useForm({
    initialValues: { password: '' },
    validateInputOnBlur: true,
    validate: {
      password: (value) => passwordProblem(value, { email: '', practice_names: [] })?.detail ?? null,
    },
  });
  const submit = async ({ password }: { password: string }) => {
    try {
      await api.post('/password-resets/use', { token, password });
      setState('done');
    } catch (fault) {
      if (!isRefusal(fault) || fault.code !== 'link_over') throw fault;
      setState({ over: fault.message });
    }
  };
  if (typeof state === 'object') return <LinkOver because={state.over} />;
  if (state === 'done') return <OpenPage title={words.reset_done_title} lead={words.reset_done} foot={toSignIn} />;
  return (
    <OpenPage title={words.reset_title} lead={words.reset_use_lead}>
      <ActForm form={form} verb={words.reset_use} submit={submit}>
        <PasswordField fresh autoFocus {...form.getInputProps('password')} />
      </ActForm>
    </OpenPage>
  );
};
