import { NumberInput, Radio, TextInput } from '@mantine/core';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { CHANNELS, type Channel } from './data.ts';
import { type ChannelForm, useChannelForm } from './form.ts';
import { SecretField } from './secret-field.tsx';
import { SmtpFields, TwilioFields } from './server-fields.tsx';
import { bodyOf, type ChannelValues, PROVIDERS_OF } from './values.ts';
import { words } from './words.ts';

/** How one channel is set up; the refusals of the rules stand at their fields (ME-68, ME-72, ME-73). */
export const ChannelSheet = ({ channel, close }: { channel: Channel; close: () => void }) => {
  const { kind, version } = channel;
  const refresh = useRefresh();
  const form = useChannelForm(channel);
  const { provider } = form.values;
  const save = async (values: ChannelValues) => {
    await api.put(`${CHANNELS}/${kind}`, bodyOf(values), { version }).catch((fault) => {
      if (isRefusal(fault) && fault.errors.some(({ pointer }) => pointer === '/secret'))
        form.setFieldValue('secret_is', 'given');
      throw fault;
    });
    close();
    toast(words.saved[kind]);
    await refresh(CHANNELS, '/message-strip', '/events');
  };
  return (
    <FormSheet opened close={close} title={words.title[kind]} form={form} verb={words.save} submit={save}>
      <Radio.Group label={words.provider} {...form.getInputProps('provider')}>
        <div className="policy">
          {PROVIDERS_OF[kind].map((value) => (
            <Radio key={value} value={value} label={words.providers[value]} description={words.provider_texts[value]} />
          ))}
        </div>
      </Radio.Group>
      <TextInput
        label={words.address[kind]}
        {...(words.address_hint[kind] && { description: words.address_hint[kind] })}
        maxLength={254}
        autoComplete="off"
        {...form.getInputProps('address')}
      />
      {kind === 'email' && (
        <TextInput
          label={words.display_name}
          description={words.display_name_hint}
          maxLength={80}
          autoComplete="off"
          {...form.getInputProps('display_name')}
        />
      )}
      {provider === 'smtp' && <SmtpFields form={form} />}
      {provider === 'twilio' && <TwilioFields form={form} />}
      {provider !== 'folder' && <SecretField form={form} provider={provider} is_set={channel.secret_set} />}
      <Limits form={form} />
      <Radio.Group label={words.unknown} {...form.getInputProps('unknown_policy')}>
        <div className="policy">
          {(['ask', 'again'] as const).map((value) => (
            <Radio key={value} value={value} label={words.unknowns[value]} description={words.unknown_texts[value]} />
          ))}
        </div>
      </Radio.Group>
    </FormSheet>
  );
};

const Limits = ({ form }: { form: ChannelForm }) => (
  <>
    <h2>{words.limits}</h2>
    {form.values.provider !== 'folder' && (
      <NumberInput
        label={words.per_minute}
        description={words.per_minute_hint}
        allowDecimal={false}
        min={1}
        max={6000}
        {...form.getInputProps('per_minute')}
      />
    )}
    <NumberInput
      label={words.hold_minutes}
      description={words.hold_hint}
      allowDecimal={false}
      min={0}
      max={60}
      {...form.getInputProps('hold_minutes')}
    />
    <NumberInput
      label={words.manual_seconds}
      description={words.manual_hint}
      allowDecimal={false}
      min={0}
      max={300}
      {...form.getInputProps('manual_seconds')}
    />
  </>
);
