import { useForm } from '@mantine/form';
import { passwordProblem } from '#kernel/access/sessions/password.ts';
import { api } from '#kernel/ui/client.ts';
import { ActForm } from '../access/act-form.tsx';
import { PasswordField } from '../access/password-field.tsx';
import { words } from './words.ts';

/** A new password; all other sessions end (PL-42). */
export const ChangePassword = ({ done }: { done: () => unknown }) => {
  const form = useForm({
    initialValues: { current: '', password: '' },
    validateInputOnBlur: ['password'],
    validate: {
      current: (value) => (value ? null : 'Type your password.'),
      password: (value) => passwordProblem(value, { email: '', practice_names: [] })?.detail ?? null,
    },
  });
  return (
    <ActForm
      form={form}
      verb={words.change_password}
      at={{ wrong_password: 'current' }}
      submit={async (values) => {
        await api.post('/me/password', values);
        done();
      }}
    >
      <PasswordField label={words.current_password} data-autofocus autoFocus {...form.getInputProps('current')} />
      <PasswordField fresh {...form.getInputProps('password')} />
    </ActForm>
  );
};
