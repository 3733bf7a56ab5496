import { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { inboundToken, keepHookSecret, signing } from './callbacks.ts';
import { channelId } from './model.ts';
import { SETS_UP } from './rules.ts';
import type { Seal } from './secrets.ts';
import { channels } from './store.ts';

const callbacks = z
  .object({
    /** Where the provider brings inbound texts: to be written into its own settings. */
    inbound_url: z.string(),
    /** Whether callbacks can be told from forged ones. */
    signed: z.boolean(),
  })
  .openapi('ChannelCallbacks');
/** The account's auth token, kept sealed and never given back; an empty text takes it away (ME-78). */
const change = z.strictObject({ auth_token: z.string().trim().max(200) });

const get = route(
  { ...SETS_UP, level: 'read' },
  {
    method: 'get',
    path: '/channels/sms/callbacks',
    responses: answers(200, callbacks),
  },
);
const put = route(SETS_UP, {
  method: 'put',
  path: '/channels/sms/callbacks',
  request: jsonBody(change),
  responses: answers(200, callbacks),
});

export interface CallbacksDoor {
  kernel: Kernel;
  seal: Seal;
  publicUrl: string;
  /** What tokens are made with. */
  key: string;
}

/** Where a provider of texts calls us, and with what it signs (ME-74). */
export const callbacksApi = ({ kernel, seal, publicUrl, key }: CallbacksDoor) => {
  const shown = async (desk: Desk) => ({
    inbound_url: `${publicUrl}/hooks/twilio/inbound/${inboundToken(key, desk.practice.id)}`,
    signed: (await signing(desk, seal)).token !== null,
  });
  return router()
    .openapi(get, async (c) => c.json(await atDesk(kernel, c.var.place, shown), 200))
    .openapi(put, async (c) => {
      const { auth_token } = c.req.valid('json');
      const { caller } = c.var.place;
      const answer = await atDesk(kernel, c.var.place, async (desk) => {
        const { channel } = await signing(desk, seal);
        if (channel.provider !== 'twilio')
          throw new HttpRefusal(
            refused('no_provider', 'Set up the provider of texts first, then say what it signs with.'),
          );
        const command = { do: 'signs_with', set: auth_token !== '' } as const;
        await act(kernel, desk, caller, channels, [{ id: channelId('sms'), command }]);
        await keepHookSecret(desk, auth_token ? seal.seal(auth_token) : null);
        return shown(desk);
      });
      return c.json(answer, 200);
    });
};
