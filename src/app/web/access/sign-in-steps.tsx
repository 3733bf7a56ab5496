import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { ApiRefusal, api, isRefusal } from '#kernel/ui/client.ts';
import { ActForm } from './act-form.tsx';
import { type Begun, owesCode } from './begun.ts';
import { PasswordField } from './password-field.tsx';
import { askPasskey, hasPasskeys } from './webauthn.ts';
import { words } from './words.ts';
import '../me/me.css';

type Step = { at: 'password'; because?: string } | { at: 'code' } | { at: 'recovery' };

/** How a step wants to be shown: a page or a dialog gives the place. */
export interface StepFace {
  title: string;
  lead?: string | undefined;
  body: ReactNode;
  /** What else one may do at this step. */
  foot?: ReactNode;
}

interface SignInStepsProps {
  email?: string | undefined;
  practice_id?: string | undefined;
  /** Only the code is missing: a link has signed them in already. */
  owed?: boolean;
  /** Signed in: `begun` says where. */
  done: (begun: Begun) => unknown;
  frame: (face: StepFace, first: boolean) => ReactNode;
}

/** Password, then the code where one is owed; or a passkey, which is both (PL-41). */
export const SignInSteps = ({ email = '', practice_id, owed, done, frame }: SignInStepsProps) => {
  const [step, setStep] = useState<Step>({ at: owed ? 'code' : 'password' });
  const enter = (begun: Begun): unknown => (owesCode(begun) ? setStep({ at: 'code' }) : done(begun));
  const send = async (path: string, body: object): Promise<unknown> =>
    enter(await api.post<Begun>(path, { ...body, ...(practice_id ? { practice_id } : {}) }));
  if (step.at === 'password')
    return frame(
      {
        title: words.sign_in,
        lead: step.because,
        body: <PasswordStep email={email} send={send} />,
      },
      true,
    );
  const again = (because: string) => setStep({ at: 'password', because });
  const recovery = step.at === 'recovery';
  return frame(
    {
      title: recovery ? words.recovery_title : words.code_title,
      lead: recovery ? words.recovery_lead : words.code_lead,
      body: <CodeStep key={step.at} recovery={recovery} send={send} again={again} />,
      foot: (
        <>
          <button type="button" className="plain-act" onClick={() => setStep({ at: recovery ? 'code' : 'recovery' })}>
            {recovery ? words.use_code : words.use_recovery}
          </button>
          <button type="button" className="plain-act" onClick={() => setStep({ at: 'password' })}>
            {words.start_over}
          </button>
        </>
      ),
    },
    false,
  );
};

type Send = (path: string, body: object) => Promise<unknown>;

interface Credentials {
  email: string;
  password: string;
}

const PasswordStep = ({ email, send }: { email: string; send: Send }) => {
  const form = useForm({
    initialValues: { email, password: '' },
    validate: {
      email: (value) => (value.trim() ? null : 'Type your e-mail address.'),
      password: (value) => (value ? null : 'Type your password.'),
    },
  });
  return (
    <ActForm
      form={form}
      verb={words.sign_in}
      at={{ wrong_sign_in: 'password' }}
      submit={({ email, password }: Credentials) => send('/session', { email: email.trim(), password })}
      beside={hasPasskeys() && <PasskeyButton send={send} />}
    >
      <TextInput
        label={words.email}
        type="email"
        autoComplete="username webauthn"
        data-autofocus={!email || undefined}
        autoFocus={!email}
        {...form.getInputProps('email')}
      />
      <PasswordField autoFocus={!!email} data-autofocus={!!email || undefined} {...form.getInputProps('password')} />
    </ActForm>
  );
};

const PasskeyButton = ({ send }: { send: Send }) => (
  <ActButton
    quiet
    act={{
      id: 'passkey',
      label: words.use_passkey,
      icon: <KeyRound />,
      run: async () => {
        const response = await askPasskey(await api.post<Record<string, unknown>>('/session/passkey-challenge'));
        if (response) await send('/session/passkey', { response });
      },
    }}
  />
);

/** Codes after which the password is asked for again. */
const FROM_THE_START = new Set(['code_used', 'sign_in_again']);

interface CodeStepProps {
  recovery: boolean;
  send: Send;
  again: (because: string) => void;
}

const CodeStep = ({ recovery, send, again }: CodeStepProps) => {
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim().length >= 6 ? null : 'Type the whole code.') },
  });
  const submit = async ({ code }: { code: string }) => {
    const path = recovery ? '/session/recovery-code' : '/session/code';
    try {
      await send(path, { code: recovery ? code.trim() : code.replace(/\s/g, '') });
    } catch (fault) {
      if (isRefusal(fault) && FROM_THE_START.has(fault.code)) return again(fault.message);
      throw recovery && isRefusal(fault) && fault.code === 'wrong_code' ? unknownRecovery() : fault;
    }
  };
  return (
    <ActForm form={form} verb={words.go_on} submit={submit} at={{ wrong_code: 'code', wrong_recovery: 'code' }}>
      <TextInput
        label={recovery ? words.recovery_code : words.code}
        {...(recovery ? {} : { description: words.code_hint, inputMode: 'numeric' })}
        autoComplete="one-time-code"
        autoFocus
        data-autofocus
        className="code-field"
        {...form.getInputProps('code')}
      />
    </ActForm>
  );
};

const unknownRecovery = () =>
  new ApiRefusal(401, {
    code: 'wrong_recovery',
    detail: 'This is not one of your recovery codes, or it was used already. Try another.',
  });
