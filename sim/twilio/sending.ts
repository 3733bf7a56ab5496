import { type ErrorAnswer, errorAnswer, type Message } from './answers.ts';
import { walk } from './callbacks.ts';
import { type Fault, faultOf } from './faults.ts';
import { addMessage, type World } from './world.ts';

export type Taken =
  | { taken: false; error: ErrorAnswer; retryAfter?: number }
  | { taken: false; cut: true }
  | { taken: false; page: true }
  | { taken: true; message: Message; fault: Fault | null };

/** `POST …/Messages.json`: refuses with a documented error, or takes the message and starts its walk. */
export const takeOutbound = (world: World, form: URLSearchParams): Taken => {
  world.asked += 1;
  const field = (name: string) => form.get(name) ?? '';
  const [to, from, service, body] = [field('To'), field('From'), field('MessagingServiceSid'), field('Body')];
  const no = (code: number): Taken => ({ taken: false, error: errorAnswer(code, { to, from }) });
  if (!to) return no(21604);
  if (!from && !service) return no(21603);
  if (!body && !form.has('MediaUrl')) return no(21602);
  if (body.length > 1600) return no(21617);
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return no(21211);
  const fault = faultOf(world.faults, to, from);
  if (fault?.fault === 'error') {
    const { code, retry_after } = fault;
    return { taken: false, error: errorAnswer(code, { to, from }), ...(retry_after && { retryAfter: retry_after }) };
  }
  if (fault?.fault === 'drop_before_taking') return { taken: false, cut: true };
  if (fault?.fault === 'proxy_error') return { taken: false, page: true };
  if (world.stopped.has(`${from}|${to}`)) return no(21610);
  const message = addMessage(world, {
    to,
    from: from || null,
    body,
    direction: 'outbound-api',
    status: service ? 'accepted' : 'queued',
    service: service || null,
  });
  const answered = { ...message };
  void walk(world, message, field('StatusCallback'), fault);
  return { taken: true, message: answered, fault };
};

/** `GET …/Messages.json`: by To, From and the day or moment they were sent; what is not sent yet has no such moment. */
export const listed = (world: World, asked: URLSearchParams): Message[] =>
  world.messages.filter((message) => {
    const on = asked.get('DateSent');
    const since = asked.get('DateSent>');
    const until = asked.get('DateSent<');
    if (asked.get('To') && message.to !== asked.get('To')) return false;
    if (asked.get('From') && message.from !== asked.get('From')) return false;
    if (!on && !since && !until) return true;
    if (!message.date_sent) return false;
    const sent = new Date(message.date_sent).toISOString();
    const end = (text: string) => (text.length === 10 ? `${text}T23:59:59.999Z` : new Date(text).toISOString());
    const start = (text: string) => new Date(text).toISOString();
    return (!on || sent.startsWith(on)) && (!since || sent >= start(since)) && (!until || sent <= end(until));
  });
