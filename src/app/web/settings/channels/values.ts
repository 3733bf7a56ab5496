import type { ChannelChanges, ChannelKind, Provider } from '#messages/channels/model.ts';
import type { Channel } from './data.ts';

/** The settings of both servers at once, so that trying the other provider forgets nothing that was typed. */
export interface ServerValues {
  host: string;
  port: number | string;
  tls: 'implicit' | 'starttls' | 'none';
  user: string;
  account_sid: string;
  key_sid: string;
  messaging_service_sid: string;
  keywords: 'provider' | 'ours';
  base_url: string;
}

export interface ChannelValues {
  provider: Provider;
  address: string;
  display_name: string;
  settings: ServerValues;
  /** The one that is set stays, another comes in its place, or it goes. */
  secret_is: 'kept' | 'given' | 'taken_away';
  secret: string;
  per_minute: number | string;
  hold_minutes: number | string;
  manual_seconds: number | string;
  unknown_policy: 'ask' | 'again';
}

const FRESH: ServerValues = {
  host: '',
  port: 587,
  tls: 'starttls',
  user: '',
  account_sid: '',
  key_sid: '',
  messaging_service_sid: '',
  keywords: 'provider',
  base_url: 'https://api.twilio.com',
};

/** What each kind may leave by. */
export const PROVIDERS_OF: Record<ChannelKind, readonly Provider[]> = {
  email: ['folder', 'smtp'],
  sms: ['folder', 'twilio'],
};

/** A channel as its form shows it. Pure. */
export const valuesOf = (channel: Channel): ChannelValues => {
  const { provider, address, display_name, settings, secret_set } = channel;
  const { per_minute, hold_minutes, manual_seconds, unknown_policy } = channel;
  const known = Object.entries(settings).filter(([, value]) => value !== null);
  return {
    ...{ provider, address, display_name, per_minute, hold_minutes, manual_seconds, unknown_policy },
    settings: { ...FRESH, ...(Object.fromEntries(known) as Partial<ServerValues>) },
    secret_is: secret_set ? 'kept' : 'given',
    secret: '',
  };
};

/** What is sent: the settings of the chosen provider only, and a secret only when there is another. Pure. */
export const bodyOf = ({ settings, secret_is, secret, ...values }: ChannelValues): ChannelChanges => ({
  ...(values as ChannelChanges),
  settings: settingsOf(values.provider, settings),
  ...(values.provider !== 'folder' && secretOf(secret_is, secret)),
});

const secretOf = (is: ChannelValues['secret_is'], secret: string): { secret?: string } => {
  if (is === 'taken_away') return { secret: '' };
  return is === 'given' && secret ? { secret } : {};
};

const settingsOf = (provider: Provider, all: ServerValues): Record<string, unknown> => {
  const { host, port, tls, user, messaging_service_sid, ...twilio } = all;
  if (provider === 'smtp') return { host, port, tls, user };
  if (provider === 'twilio') return { ...twilio, messaging_service_sid: messaging_service_sid.trim() || null };
  return {};
};
