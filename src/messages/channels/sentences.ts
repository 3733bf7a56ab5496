import { sayList } from '#ground/words.ts';
import type { Facts } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Happened } from '#kernel/history/model.ts';
import { kindOfChannel } from './model.ts';

/** What happened to a channel, as the audit says it behind the actor's name; its secret is in no event (ME-78). */
export const SENTENCES: Readonly<Record<string, (facts: Facts, event: Happened) => string>> = {
  'channel.set_up': (facts, event) => `set up ${channel(event)}${changes(facts)}`,
  'channel.checked': (_, event) => `checked ${channel(event)}: it works`,
  'channel.signing_changed': (facts) =>
    facts.signed?.[1]
      ? 'gave the secret that the provider of texts signs with'
      : 'took away the secret that the provider of texts signs with',
  'channel.down': (facts, event) => `found ${channel(event)} down: ${facts.down_because?.[1]}`,
  'channel.up': (_, event) => `found ${channel(event)} working again`,
};

const channel = ({ thing }: Happened): string =>
  kindOfChannel(idOf(thing)) === 'sms' ? 'the SMS channel' : 'the e-mail channel';

const changes = (facts: Facts): string => {
  const told = Object.keys(facts).flatMap((field) => NAMES[field] ?? []);
  return told.length ? `: ${sayList(told)}` : '';
};

const NAMES: Readonly<Record<string, string>> = {
  provider: 'the provider',
  address: 'the address',
  display_name: 'the name',
  settings: 'the connection',
  secret_at: 'the secret',
  per_minute: 'how many leave a minute',
  hold_minutes: 'the hold window',
  manual_seconds: 'the window of messages by hand',
  unknown_policy: 'what follows when nobody knows',
};
