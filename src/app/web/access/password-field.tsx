import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { words } from './words.ts';

interface PasswordFieldProps extends PasswordInputProps {
  /** A password that is being chosen: managers offer one, and the hint says what is asked of it. */
  fresh?: boolean;
}

/** A password with its eye. @example <PasswordField fresh {...form.getInputProps('password')} /> */
export const PasswordField = ({ fresh, ...props }: PasswordFieldProps) => {
  const [shown, setShown] = useState(false);
  return (
    <PasswordInput
      label={fresh ? words.new_password : words.password}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      {...(fresh ? { description: words.password_hint } : {})}
      visible={shown}
      onVisibilityChange={setShown}
      visibilityToggleIcon={({ reveal }) => (reveal ? <EyeOff /> : <Eye />)}
      visibilityToggleButtonProps={{ 'aria-label': shown ? words.hide_password : words.show_password, tabIndex: 0 }}
      {...props}
    />
  );
};
