import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ChannelForm } from './form.ts';
import { words } from './words.ts';

const options = <Value extends string>(labels: Readonly<Record<Value, string>>) =>
  (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));

/** Where mail is handed over (ME-72). */
export const SmtpFields = ({ form }: { form: ChannelForm }) => (
  <>
    <h2>{words.server}</h2>
    <div className="channel-server">
      <TextInput label={words.host} autoComplete="off" {...form.getInputProps('settings.host')} />
      <NumberInput
        label={words.port}
        allowDecimal={false}
        hideControls
        min={1}
        max={65_535}
        thousandSeparator=""
        {...form.getInputProps('settings.port')}
      />
    </div>
    <Select
      label={words.tls}
      allowDeselect={false}
      data={options(words.tls_kinds)}
      {...form.getInputProps('settings.tls')}
    />
    <TextInput
      label={words.user}
      description={words.user_hint}
      autoComplete="off"
      {...form.getInputProps('settings.user')}
    />
  </>
);

/** The account by which texts leave (ME-73). */
export const TwilioFields = ({ form }: { form: ChannelForm }) => (
  <>
    <h2>{words.server}</h2>
    <TextInput label={words.account_sid} autoComplete="off" {...form.getInputProps('settings.account_sid')} />
    <TextInput label={words.key_sid} autoComplete="off" {...form.getInputProps('settings.key_sid')} />
    <TextInput
      label={words.messaging_service_sid}
      description={words.messaging_service_hint}
      autoComplete="off"
      {...form.getInputProps('settings.messaging_service_sid')}
    />
    <Select
      label={words.keywords}
      description={words.keywords_hint}
      allowDeselect={false}
      data={options(words.keyword_kinds)}
      {...form.getInputProps('settings.keywords')}
    />
    <TextInput
      label={words.base_url}
      description={words.base_url_hint}
      autoComplete="off"
      {...form.getInputProps('settings.base_url')}
    />
  </>
);
