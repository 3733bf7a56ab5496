import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Message, Status } from './answers.ts';
import type { Fault } from './faults.ts';
import { moveTo, type World } from './world.ts';

/** Posts form fields as the provider does: signed over the address and the sorted fields. Answers the product's body. */
export const post = async (
  world: World,
  url: string,
  fields: Record<string, string>,
  forged = false,
): Promise<string> => {
  const note: World['callbacks'][number] = { url, fields, answered: null };
  world.callbacks.push(note);
  const text = Object.keys(fields)
    .sort()
    .reduce((all, name) => all + name + fields[name], url);
  const signature = createHmac('sha1', forged ? 'another token' : world.settings.authToken)
    .update(text)
    .digest('base64');
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature, 'i-twilio-idempotency-token': crypto.randomUUID() },
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(15_000),
    });
    note.answered = answer.status;
    return await answer.text();
  } catch {
    return '';
  }
};

const statusFields = (message: Message): Record<string, string> => ({
  AccountSid: message.account_sid,
  ApiVersion: message.api_version,
  ...(message.error_code === null ? {} : { ErrorCode: String(message.error_code) }),
  From: message.from ?? '',
  MessageSid: message.sid,
  MessageStatus: message.status,
  ...(message.messaging_service_sid ? { MessagingServiceSid: message.messaging_service_sid } : {}),
  SmsSid: message.sid,
  SmsStatus: message.status,
  To: message.to,
});

/** The walk of a message after it was taken: queued → sending → sent → its end, each reported to the StatusCallback. */
export const walk = async (world: World, message: Message, callback: string, fault: Fault | null): Promise<void> => {
  const end = fault?.fault === 'ends' ? fault : null;
  const how = fault?.fault === 'callbacks' ? fault.how : null;
  const statuses: Status[] = ['queued', 'sending'];
  if (end?.status !== 'failed') statuses.push('sent');
  if (end?.status !== 'sent') statuses.push(end?.status ?? 'delivered');
  const told: Record<string, string>[] = [];
  for (const status of statuses) {
    await pause(world.settings.pace);
    moveTo(message, status, status === end?.status ? (end.code ?? null) : null);
    if (!callback || how === 'lost') continue;
    const fields = statusFields(message);
    told.push(fields);
    await post(world, callback, fields, how === 'forged');
  }
  if (how === 'repeated') for (const fields of told.reverse()) await post(world, callback, fields);
};
