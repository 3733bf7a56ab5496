import { Button, Input } from '@mantine/core';
import { PasswordField } from '../../access/password-field.tsx';
import type { ChannelForm } from './form.ts';
import { words } from './words.ts';

interface SecretFieldProps {
  form: ChannelForm;
  provider: 'smtp' | 'twilio';
  is_set: boolean;
}

/** Can be given, replaced and taken away, and is never shown again (ME-78). */
export const SecretField = ({ form, provider, is_set }: SecretFieldProps) => {
  const { secret_is } = form.values;
  const label = words.secret[provider];
  const becomes = (is: typeof secret_is) => {
    form.setValues({ secret_is: is, secret: '' });
    form.clearFieldError('secret');
  };
  const keep = is_set && (
    <Button variant="default" onClick={() => becomes('kept')}>
      {words.keep}
    </Button>
  );
  if (secret_is === 'given')
    return (
      <div className="channel-secret">
        <PasswordField
          label={label}
          description={words.secret_hint}
          autoComplete="off"
          maxLength={1000}
          data-autofocus={is_set || undefined}
          {...form.getInputProps('secret')}
        />
        {keep}
      </div>
    );
  return (
    <Input.Wrapper labelElement="div" label={label} error={form.errors.secret}>
      <div className="channel-secret-is">
        <span className="quiet">{secret_is === 'kept' ? words.secret_is_set : words.secret_goes}</span>
        {secret_is === 'kept' ? (
          <>
            <Button variant="default" onClick={() => becomes('given')}>
              {words.replace}
            </Button>
            <Button variant="default" onClick={() => becomes('taken_away')}>
              {words.take_away}
            </Button>
          </>
        ) : (
          keep
        )}
      </div>
    </Input.Wrapper>
  );
};
