import { expect, test } from 'vitest';
import { channelId, twilioSettings, untouchedChannel } from '#messages/channels/model.ts';
import { bodyOf, valuesOf } from './values.ts';

const email = untouchedChannel(channelId('email'), 'email');
const sms = untouchedChannel(channelId('sms'), 'sms');

test('ME-78 a secret that is set is sent only when it is replaced or taken away', () => {
  const set = valuesOf({ ...email, provider: 'smtp', secret_set: true });
  expect(set).toMatchObject({ secret_is: 'kept', secret: '' });
  expect(bodyOf(set)).not.toHaveProperty('secret');
  expect(bodyOf({ ...set, secret_is: 'given', secret: 'other' })).toMatchObject({ secret: 'other' });
  expect(bodyOf({ ...set, secret_is: 'given' })).not.toHaveProperty('secret');
  expect(bodyOf({ ...set, secret_is: 'taken_away' })).toMatchObject({ secret: '' });
  expect(bodyOf({ ...set, provider: 'folder', secret_is: 'given', secret: 'other' })).not.toHaveProperty('secret');
});

test('ME-72 ME-73 only the settings of the chosen provider are sent, each as its server takes them', () => {
  const values = valuesOf(email);
  const typed = { ...values.settings, host: 'mail.testing.example', user: 'office' };
  expect(bodyOf({ ...values, provider: 'smtp', settings: typed }).settings).toEqual({
    host: 'mail.testing.example',
    port: 587,
    tls: 'starttls',
    user: 'office',
  });
  expect(bodyOf({ ...values, settings: typed }).settings).toEqual({});
  const account = { account_sid: `AC${'1'.repeat(32)}`, key_sid: `SK${'2'.repeat(32)}` };
  const twilio = valuesOf({ ...sms, provider: 'twilio', settings: { ...account, messaging_service_sid: null } });
  expect(twilioSettings.safeParse(bodyOf(twilio).settings).success).toBe(true);
});
