import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isSignedBy } from '#connectors/twilio/signature.ts';
import { type Id, isId, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { record } from '#kernel/audit/record.ts';
import { inPractice, NoPractice } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Env } from '#kernel/http/route.ts';
import { originOf, perform } from '#kernel/loop/perform.ts';
import { practiceOfInbound, type Signing, signing } from '#messages/channels/callbacks.ts';
import { channelId } from '#messages/channels/model.ts';
import { reported } from '#messages/outbox/reported.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { receiveText } from '#messages/replies/receiving.ts';
import type { House } from '../house.ts';

/**
 * What Twilio calls (ME-74): what became of a text, and texts to our numbers. Outside of sessions; known by its signature. A
 * wrong one gets 403, is recorded and changes nothing. Repeats are harmless.
 */
export const twilioHooks = (house: House, publicUrl: string) =>
  new Hono<Env>()
    .use(bodyLimit({ maxSize: 64 * 1024 }))
    .post('/status/:message', async (c) => {
      const [practice, message] = [c.req.query('practice') ?? '', c.req.param('message')];
      if (!isId(practice) || !isId(message)) return forbidden(c);
      const call = await calledBy(c, publicUrl);
      const known = await checked(house, practice, call, 'status');
      if (!known) return forbidden(c);
      await tell(house, practice, message, call.fields);
      return c.body(null, 204);
    })
    .post('/inbound/:token', async (c) => {
      const practice = practiceOfInbound(house.tokenKey, c.req.param('token'));
      if (!practice) return forbidden(c);
      const call = await calledBy(c, publicUrl);
      const known = await checked(house, practice, call, 'inbound');
      const { MessageSid, From, To, Body = '' } = call.fields;
      if (!known || !MessageSid || !From) return forbidden(c);
      const text = { provider_id: MessageSid, from: From, to: To ?? known.channel.address, body: Body };
      await receiveText(house.kernel, practice, text);
      return c.text('<?xml version="1.0" encoding="UTF-8"?><Response/>', 200, { 'content-type': 'text/xml' });
    });

interface Call {
  url: string;
  fields: Record<string, string>;
  signature: string | null;
}

/** The address as it was called from outside, and every field of the form. */
const calledBy = async (c: Context<Env>, publicUrl: string): Promise<Call> => {
  const { pathname, search } = new URL(c.req.url);
  const fields = Object.fromEntries(new URLSearchParams(await c.req.text()));
  return { url: `${publicUrl}${pathname}${search}`, fields, signature: c.req.header('x-twilio-signature') ?? null };
};

const forbidden = (c: Context<Env>): Response => c.body(null, 403);

/** Null when it cannot be the provider, which is then recorded where there is a practice to record it in. */
const checked = async ({ kernel, seal }: House, practice: Id, call: Call, what: string): Promise<Signing | null> => {
  try {
    return await inPractice(kernel.db, practice, async (desk) => {
      const known = await signing(desk, seal);
      if (known.token && isSignedBy(known.token, call)) return known;
      const thing = ref('channel', channelId('sms'));
      const facts = {
        command: [null, `callback ${what}`],
        code: [null, known.token ? 'bad_signature' : 'no_signing_secret'],
      } as const;
      const event = { verb: 'channel.refused', thing, facts };
      await record(desk, originOf(machine()), [{ event, act_id: newId(), root: thing, personal: [] }]);
      return null;
    });
  } catch (error) {
    if (error instanceof NoPractice) return null;
    throw error;
  }
};

const tell = async ({ kernel, sending }: House, practice: Id, id: Id, fields: Call['fields']): Promise<void> => {
  const found = await inPractice(kernel.db, practice, async (desk) => {
    const [message] = await messagesById(desk, [id]);
    return message?.channel === 'sms' ? { message, now: desk.now } : null;
  });
  if (!found) return;
  const { MessageStatus = '', MessageSid = '', ErrorCode = null } = fields;
  const told = { status: MessageStatus, provider_id: MessageSid, code: ErrorCode, address: found.message.address };
  const command = reported(told, found.now);
  if (command) await perform(kernel, { practice_id: practice, caller: machine() }, sending.room, { id, command });
};

const machine = () => ({ who: systemWho('twilio'), request_id: newId() });
