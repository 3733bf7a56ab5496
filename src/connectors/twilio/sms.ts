import { epochMilliseconds, type Instant } from '#ground/time.ts';
import type { Answer, Found, SmsPort, Text } from '#messages/outbox/port.ts';
import { type Account, type Called, callAccount } from './calls.ts';

/** SMS through Twilio's Messages resource (ME-73). */
export const twilioSms = (account: Account): SmsPort => ({
  send: async (text) => answerOf(await callAccount(account, messagesOf(account), formOf(text))),
  find: (text, since) => findText(account, text, since),
});

const messagesOf = ({ account_sid }: Account): string => `/2010-04-01/Accounts/${account_sid}/Messages.json`;

/** A sender is a number of ours, or a messaging service (`MG…`) that chooses one. */
const isService = (from: string): boolean => /^MG[0-9a-f]{32}$/i.test(from);

const formOf = ({ to, from, body, status_callback }: Text): URLSearchParams =>
  new URLSearchParams({
    To: to,
    [isService(from) ? 'MessagingServiceSid' : 'From']: from,
    Body: body,
    ...(status_callback && { StatusCallback: status_callback }),
  });

/** The provider's documented JSON, as far as it is asked. */
interface Message {
  sid: string;
  body: string;
  status: string;
  direction: string;
  date_created: string;
  messaging_service_sid: string | null;
}

/** «Recipient opted out», and numbers that take no SMS at all (ME-40, ME-61). */
const BOUNCES: Readonly<Record<string, 'hard' | 'opted_out'>> = { 21610: 'opted_out', 21211: 'hard', 21614: 'hard' };

const answerOf = (called: Called): Answer => {
  if (called.called === 'answered') return said(called);
  const { text } = called;
  if (called.called === 'unsent') return { answer: 'refused', temporary: true, code: 'no_connection', text };
  return { answer: called.called === 'down' ? 'down' : 'unknown', text };
};

const said = ({ status, body, retry_after }: Extract<Called, { called: 'answered' }>): Answer => {
  const words = (body ?? {}) as { sid?: string; code?: number; message?: string };
  if (status >= 200 && status < 300)
    return words.sid
      ? { answer: 'accepted', provider_id: words.sid, refused: [] }
      : { answer: 'unknown', text: `The provider answered ${status} without the message's id.` };
  const code = String(words.code ?? status);
  const text = words.message ?? `The provider answered ${status}.`;
  if (status < 400 || status === 401 || status === 403) return { answer: 'down', text: `${text} (${code})` };
  const wait = secondsOf(retry_after);
  const bounce = BOUNCES[code];
  return {
    answer: 'refused',
    temporary: status === 429 || status >= 500,
    code,
    text,
    ...(wait !== null && { retry_after: wait }),
    ...(bounce && { bounce }),
  };
};

/** Retry-After: seconds, or a date of which seconds remain. */
const secondsOf = (header: string | null): number | null => {
  if (!header) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
};

const PAGES = 5;

/**
 * Looks through the list for this text. It does not ask by DateSent: what still waits at the provider has none yet, and would
 * be missing though it will leave. More than one match, or a list that cannot be read to its end, cannot tell (ME-64).
 */
const findText = async (account: Account, text: Text, since: Instant): Promise<Found> => {
  const asked = new URLSearchParams({ To: text.to, PageSize: '200' });
  if (!isService(text.from)) asked.set('From', text.from);
  // The provider writes whole seconds.
  const from = Math.floor(epochMilliseconds(since) / 1000) * 1000;
  const found: Message[] = [];
  let next: string | null = `${messagesOf(account)}?${asked}`;
  for (let page = 0; next; page += 1) {
    if (page === PAGES) return { found: 'cannot_tell' };
    const called = await callAccount(account, next);
    if (called.called !== 'answered' || called.status !== 200) return { found: 'cannot_tell' };
    const { messages, next_page_uri } = (called.body ?? {}) as { messages?: Message[]; next_page_uri?: string | null };
    if (!messages) return { found: 'cannot_tell' };
    const recent = messages.filter((one) => Date.parse(one.date_created) >= from);
    found.push(...recent.filter((one) => isThis(one, text)));
    next = recent.length ? (next_page_uri ?? null) : null;
  }
  const [one, second] = found;
  if (!one) return { found: 'absent' };
  return second ? { found: 'cannot_tell' } : { found: 'found', provider_id: one.sid, status: one.status };
};

const isThis = (message: Message, { from, body }: Text): boolean =>
  message.direction === 'outbound-api' &&
  message.body.trim() === body.trim() &&
  (!isService(from) || message.messaging_service_sid === from);
