import { z } from '@hono/zod-openapi';
import { decisionBody } from '#inbox/items/model.ts';
import { WRITES as DECIDES } from '#inbox/items/rights.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { Approving } from './approving.ts';
import { bulkSendOff, MOST_SENT_AT_ONCE, recipientsOf, sendMany } from './bulk-sending.ts';

const TOO_MANY = `At most ${MOST_SENT_AT_ONCE} at once, so that every address can be read first.`;
const ids = z.array(z.uuid()).min(1, 'Choose at least one.').max(MOST_SENT_AT_ONCE, TOO_MANY);
const seenRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  correspondence_version: z.int(),
  /** The address that was listed; another one by now refuses. */
  to: z.string().max(254),
});
const recipient = z
  .object({
    id: z.uuid(),
    number: z.int(),
    subject: z.string(),
    client: z.string().nullable(),
    to: z.string().nullable(),
    version: z.int(),
    correspondence_version: z.int().nullable(),
    /** Why it would not go. */
    no: z.object({ code: z.string(), because: z.string() }).nullable(),
  })
  .openapi('SendingRecipient');
const allowed = route(DECIDES, {
  method: 'get',
  path: '/item-sendings',
  responses: answers(200, z.object({ on: z.boolean(), most: z.int() })),
});
const look = route(DECIDES, {
  method: 'post',
  path: '/item-sendings/recipients',
  request: jsonBody(z.strictObject({ ids })),
  responses: answers(200, z.object({ items: z.array(recipient) })),
});
const send = route(DECIDES, {
  method: 'post',
  path: '/item-sendings',
  request: jsonBody(
    z.strictObject({
      rows: z.array(seenRow).min(1, 'Choose at least one.').max(MOST_SENT_AT_ONCE, TOO_MANY),
      instructions: decisionBody.shape.instructions,
    }),
  ),
  responses: answers(
    200,
    z.object({
      rows: z.array(
        z.object({ id: z.uuid(), ok: z.boolean(), code: z.string().optional(), because: z.string().optional() }),
      ),
      done: z.int(),
      refused: z.int(),
    }),
  ),
});

/** Send & approve for many: who would get what, and then the sending (IN-124). */
export const bulkSendingApi = (rooms: Approving) => {
  const { kernel } = rooms;
  const wanted = async (place: Place): Promise<void> => {
    const no = await atDesk(kernel, place, async (desk) => bulkSendOff(desk));
    if (no) throw new HttpRefusal(no);
  };
  return router()
    .openapi(allowed, async (c) => {
      const no = await atDesk(kernel, c.var.place, async (desk) => bulkSendOff(desk));
      return c.json({ on: no === null, most: MOST_SENT_AT_ONCE }, 200);
    })
    .openapi(look, async (c) => {
      const { place } = c.var;
      await wanted(place);
      const asked = [...new Set(c.req.valid('json').ids)];
      const items = await atDesk(kernel, place, (desk) => recipientsOf(rooms, desk, place.caller, asked));
      return c.json({ items }, 200);
    })
    .openapi(send, async (c) => {
      const { place } = c.var;
      await wanted(place);
      const { rows, instructions } = c.req.valid('json');
      const done = await sendMany(rooms, place, rows, instructions);
      const refused = done.filter(({ ok }) => !ok).length;
      return c.json({ rows: done, done: done.length - refused, refused }, 200);
    });
};
