import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Copy, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { ActForm } from '../access/act-form.tsx';
import { PasswordField } from '../access/password-field.tsx';
import { typedFrom } from './factors.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { words } from './words.ts';

interface Begun {
  uri: string;
  recovery_codes: string[];
}

/** Sets up an authenticator app: password, key, first code, recovery codes (PL-41). */
export const AuthenticatorSetUp = ({ done }: { done: () => void }) => {
  const [begun, setBegun] = useState<Begun>();
  const [confirmed, setConfirmed] = useState(false);
  if (!begun) return <AskPassword path="/me/totp" text={words.app_password} verb={words.app_begin} done={setBegun} />;
  if (confirmed) return <RecoveryCodes codes={begun.recovery_codes} kept={done} />;
  return <Confirm uri={begun.uri} done={() => setConfirmed(true)} />;
};

interface AskPasswordProps<Answer> {
  path: string;
  text: string;
  verb: string;
  done: (answer: Answer) => unknown;
}

/** What weakens or renews a factor asks for the password once more. */
export const AskPassword = <Answer,>({ path, text, verb, done }: AskPasswordProps<Answer>) => {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value ? null : 'Type your password.') },
  });
  return (
    <ActForm
      form={form}
      verb={verb}
      at={{ wrong_password: 'password' }}
      submit={async (values) => done(await api.post<Answer>(path, values))}
    >
      <p className="quiet">{text}</p>
      <PasswordField data-autofocus autoFocus {...form.getInputProps('password')} />
    </ActForm>
  );
};

const Confirm = ({ uri, done }: { uri: string; done: () => void }) => {
  const { account, issuer, key } = typedFrom(uri);
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (/^\s*(\d\s*){6}$/.test(value) ? null : 'Type the six digits.') },
  });
  const copy = async () => {
    await navigator.clipboard.writeText(key.replaceAll(' ', ''));
    toast(words.copied);
  };
  return (
    <ActForm
      form={form}
      verb={words.app_confirm}
      at={{ wrong_code: 'code' }}
      submit={async ({ code }: { code: string }) => {
        await api.post('/me/totp/confirmation', { code: code.replace(/\s/g, '') });
        done();
      }}
    >
      <p className="quiet">{words.app_type}</p>
      <dl className="typed">
        <div>
          <dt>{words.app_account}</dt>
          <dd>
            {issuer}: {account}
          </dd>
        </div>
        <div>
          <dt>{words.app_key}</dt>
          <dd>
            <code className="typed-key">{key}</code>
            <button
              type="button"
              className="typed-copy"
              aria-label={words.copy}
              title={words.copy}
              onClick={() => void copy()}
            >
              <Copy />
            </button>
          </dd>
        </div>
      </dl>
      <a className="link typed-open" href={uri}>
        <Smartphone />
        {words.app_open}
      </a>
      <TextInput
        label={words.app_code}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        className="code-field"
        {...form.getInputProps('code')}
      />
    </ActForm>
  );
};
