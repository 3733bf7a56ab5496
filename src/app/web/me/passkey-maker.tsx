import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { ActForm } from '../access/act-form.tsx';
import { makePasskey } from '../access/webauthn.ts';
import { words } from './words.ts';

/** Makes a passkey on this device and names it. */
export const PasskeyMaker = ({ done }: { done: (name: string) => void }) => {
  const form = useForm({
    initialValues: { name: deviceWord() },
    validate: { name: (value) => (value.trim() ? null : 'Give the passkey a name.') },
  });
  const submit = async ({ name }: { name: string }) => {
    const response = await makePasskey(await api.post<Record<string, unknown>>('/me/passkey-options'));
    if (!response) return;
    await api.post('/me/passkeys', { name: name.trim(), response });
    done(name.trim());
  };
  return (
    <ActForm form={form} verb={words.passkey_make} submit={submit}>
      <p className="quiet">{words.passkeys_text}</p>
      <TextInput
        label={words.passkey_name}
        description={words.passkey_name_hint}
        data-autofocus
        autoFocus
        {...form.getInputProps('name')}
      />
    </ActForm>
  );
};

/** A first proposal for the name: the system this browser runs on. */
const deviceWord = (): string => {
  const found = /iPhone|iPad|Android|Mac|Windows|CrOS|Linux/.exec(navigator.userAgent)?.[0];
  return { CrOS: 'Chromebook', Mac: 'Mac', Android: 'Android phone' }[found ?? ''] ?? found ?? '';
};
