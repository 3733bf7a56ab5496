import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { SETS_UP } from '#messages/channels/rules.ts';
import { PasswordField } from '../../access/password-field.tsx';
import { useWhyNot } from '../../me/me.ts';
import { CopyLine } from '../copy-once.tsx';
import { CHANNELS } from './data.ts';
import { words } from './words.ts';

interface CallbacksAnswer {
  inbound_url: string;
  signed: boolean;
}
const PATH = `${CHANNELS}/sms/callbacks`;

/** How the provider of texts tells us what became of them, and by what it is known to be the provider (ME-74). */
export const Callbacks = () => {
  const { data } = useThing<CallbacksAnswer>(PATH);
  const [open, setOpen] = useState(false);
  const why_not = useWhyNot(SETS_UP);
  if (!data) return null;
  const { inbound_url, signed } = data;
  return (
    <div className="callbacks">
      <div className="channel-head">
        <h3>{words.callbacks}</h3>
        <ActButton
          act={{
            id: 'auth-token',
            label: signed ? words.replace_token : words.give_token,
            why_not,
            run: () => setOpen(true),
          }}
        />
      </div>
      <p className="callbacks-signed">
        <StateMark shape={signed ? 'tick' : 'cross'} hue={signed ? 'green' : 'red'} />
        <span>{signed ? words.signed : words.unsigned}</span>
      </p>
      <div>
        <p className="callbacks-label">{words.inbound}</p>
        <CopyLine label={words.inbound} text={inbound_url} />
        <p className="caption">{words.inbound_hint}</p>
      </div>
      {open && <TokenSheet close={() => setOpen(false)} />}
    </div>
  );
};

const TokenSheet = ({ close }: { close: () => void }) => {
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { auth_token: '' },
    validate: { auth_token: (value) => (value.trim() ? null : words.token_missing) },
  });
  const save = async (values: { auth_token: string }) => {
    await api.put(PATH, values);
    close();
    toast(words.token_saved);
    await refresh(CHANNELS, '/events');
  };
  return (
    <FormSheet opened close={close} title={words.auth_token} form={form} verb={words.save_token} submit={save}>
      <PasswordField
        label={words.auth_token}
        description={words.token_hint}
        autoComplete="off"
        maxLength={200}
        data-autofocus
        {...form.getInputProps('auth_token')}
      />
    </FormSheet>
  );
};
