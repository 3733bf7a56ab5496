import { segments } from './answers.ts';
import { post, walk } from './callbacks.ts';
import { addMessage, type World } from './world.ts';

const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'];
const START = ['START', 'YES', 'UNSTOP'];
const HELP = ['HELP', 'INFO'];

const STOPPED =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const STARTED =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const HELPED = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

export interface Inbound {
  from: string;
  to: string;
  body: string;
  /** Post the webhook with a wrong signature. */
  forged?: boolean;
}

/**
 * Somebody writes to our number: keywords are answered as the provider does by default, and the message goes to the webhook,
 * whose `<Message>` answers leave as replies.
 */
export const takeInbound = async (world: World, { from, to, body, forged = false }: Inbound) => {
  const message = addMessage(world, { from, to, body, direction: 'inbound', status: 'received' });
  const answer = world.settings.keywords ? keyword(world, `${to}|${from}`, body) : null;
  if (answer) reply(world, to, from, answer);
  if (!world.settings.inbound) return message;
  const fields = {
    AccountSid: message.account_sid,
    ApiVersion: message.api_version,
    Body: body,
    From: from,
    MessageSid: message.sid,
    NumMedia: '0',
    NumSegments: String(segments(body)),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    To: to,
  };
  const xml = await post(world, world.settings.inbound, fields, forged);
  for (const found of xml.matchAll(/<Message[^>]*>(?:\s*<Body>)?([^<]+)/g)) reply(world, to, from, found[1]!.trim());
  return message;
};

const reply = (world: World, from: string, to: string, body: string): void => {
  const sent = addMessage(world, { from, to, body, direction: 'outbound-reply', status: 'queued' });
  void walk(world, sent, '', null);
};

/** The answer the provider gives by itself; STOP closes the pair of numbers, START opens it again. */
const keyword = (world: World, pair: string, body: string): string | null => {
  const word = body.trim().toUpperCase();
  if (STOP.includes(word)) {
    world.stopped.add(pair);
    return STOPPED;
  }
  if (START.includes(word)) return world.stopped.delete(pair) ? STARTED : null;
  return HELP.includes(word) ? HELPED : null;
};
