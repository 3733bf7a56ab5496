import type { Id } from '#ground/id.ts';
import type { ChannelRow } from '#messages/channels/model.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { FILES_KEPT_DAYS, type Message } from './model.ts';
import type { Attachment, Mail, Text } from './port.ts';
import { isInside } from './times.ts';

/** Hosts that no mail can come from (RFC 6761): where nobody set an address, the folder's letters say so. */
const NOWHERE = 'tickmark.invalid';

/** From what a message leaves: the channel's address, else one that cannot be answered. */
export const senderOf = (channel: ChannelRow, practiceName: string): { name: string; address: string } => ({
  name: channel.display_name || practiceName,
  address: channel.address || serviceOf(channel) || `practice@${NOWHERE}`,
});

/** Texts may leave from a messaging service, which has numbers of its own. */
const serviceOf = ({ settings }: ChannelRow): string =>
  typeof settings.messaging_service_sid === 'string' ? settings.messaging_service_sid : '';

/** The same over all attempts (ME-59); without angle brackets. */
export const messageIdOf = ({ id, from_address }: Pick<Message, 'id' | 'from_address'>): string =>
  `${id}@${from_address.slice(from_address.lastIndexOf('@') + 1)}`;

/** Reminders by e-mail end with one click in the mail program (ME-113). */
export const canUnsubscribe = (message: Pick<Message, 'class' | 'channel'>): boolean =>
  message.class === 'chase' && message.channel === 'email';

/** What goes along with the words. */
interface Along {
  attachments?: readonly Attachment[];
  /** The address at which its receiver stops reminders, where there is one. */
  unsubscribe?: string | undefined;
  /** The address of the files that are too large to go along. */
  files?: string | undefined;
  /** Where answers find what it is about. */
  reply_to?: string | undefined;
  /** Answers come to this installation. */
  receives?: boolean;
}

/** The message as an e-mail; id, Message-ID and bounce token are the same for every attempt (ME-59, ME-72). */
export const mailOf = (
  message: Message,
  { attachments = [], unsubscribe, files, reply_to, receives = false }: Along = {},
): Mail => {
  const at = message.from_address.lastIndexOf('@');
  const [local, domain] = [message.from_address.slice(0, at), message.from_address.slice(at + 1)];
  return {
    id: message.id,
    message_id: messageIdOf(message),
    from: { name: message.from_name, address: message.from_address },
    reply_to:
      message.reply_to ?? reply_to ?? (receives && !isInside(message) ? `${local}+r.${message.id}@${domain}` : null),
    return_path: `${local}+b.${message.id}@${domain}`,
    to: message.recipients.map(({ address }) => address),
    cc: [],
    subject: message.subject ?? '',
    text: files ? `${message.body.trimEnd()}\n\n${filesAt(message, files)}\n` : message.body,
    html: message.html && files ? `${message.html}${htmlOf(filesAt(message, files))}` : message.html,
    headers: {
      ...(message.automatic || isInside(message) ? { 'Auto-Submitted': 'auto-generated' } : {}),
      ...(unsubscribe && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      ...message.headers,
    },
    attachments,
  };
};

/** What the text says of files that are fetched from a page (ME-30). */
const filesAt = ({ attachments }: Message, url: string): string => {
  const lines = attachments.map(({ name, size }) => `– ${name} (${megabytes(size)})`);
  return `The files are too large for a mail. For ${FILES_KEPT_DAYS} days they are here: ${url}\n${lines.join('\n')}`;
};

export const megabytes = (bytes: number): string => `${Math.max(0.1, Math.round(bytes / 104_857.6) / 10)} MB`;

/**
 * `publicUrl`: where the provider may report to; null where nobody outside can reach us. The address names the practice too,
 * since nobody looks across practices for a message.
 */
export const textOf = (message: Message, practice: Id, publicUrl: string | null): Text => ({
  id: message.id,
  to: message.address,
  from: message.from_address,
  body: message.body,
  status_callback: publicUrl ? `${publicUrl}/hooks/twilio/status/${message.id}?practice=${practice}` : null,
});
