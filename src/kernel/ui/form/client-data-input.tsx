import { TextInput, type TextInputProps } from '@mantine/core';

/** Spread on any field that holds a client's data: browsers and password managers never fill it (PL-36). */
export const clientData = {
  autoComplete: 'off',
  'data-1p-ignore': 'true',
  'data-lpignore': 'true',
  'data-form-type': 'other',
} as const;

/** A text field for a client's name, e-mail, phone, bank (PL-36). @example <ClientDataInput label="E-mail" {...form.getInputProps('email')} /> */
export const ClientDataInput = (props: TextInputProps) => <TextInput {...props} {...clientData} />;
