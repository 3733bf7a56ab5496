import { folder } from '#connectors/folder/folder.ts';
import { idleConnections } from '#connectors/mail/idle.ts';
import { smtp } from '#connectors/mail/smtp.ts';
import { twilioSms } from '#connectors/twilio/sms.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ChannelRow, smtpSettings, twilioSettings } from '#messages/channels/model.ts';
import type { Seal } from '#messages/channels/secrets.ts';
import type { Exit, Sending } from '#messages/outbox/sending.ts';

/** Connections to one mail server at the same time (ME-68). */
const CONNECTIONS = 5;
/** A provider of SMS takes about one a second for a number; more at once would only wait there. */
const CALLS = 5;
const FILES_AT_ONCE = 200;

/** The way out of each channel, by what it is set up with; a sandbox's and the demo's is always the folder (ME-124). */
export const exits = (dataDir: string, seal: Seal): Sending['exitOf'] => {
  const idle = idleConnections();
  return ({ practice, now }: Desk, channel: ChannelRow, sealed: string | null): Exit => {
    const kept = folder(dataDir, now);
    const secret = sealed ? seal.open(sealed) : null;
    if (practice.kind === 'live' && channel.provider === 'smtp')
      return {
        ...kept,
        email: smtp(smtpSettings.parse(channel.settings), secret, { idle }),
        at_once: CONNECTIONS,
        saves: false,
      };
    if (practice.kind === 'live' && channel.provider === 'twilio')
      return { ...kept, sms: twilioSms(accountOf(channel, secret)), at_once: CALLS, saves: false };
    return { ...kept, at_once: FILES_AT_ONCE, saves: true };
  };
};

const accountOf = ({ settings }: ChannelRow, secret: string | null) => {
  const { account_sid, key_sid, base_url } = twilioSettings.parse(settings);
  return { base: base_url, account_sid, key_sid, key_secret: secret ?? '' };
};
