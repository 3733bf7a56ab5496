import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { DeliveriesRoom } from './deliveries.ts';
import { type ClientDelivery, DELIVERIES, deliveryChanges } from './model.ts';
import { READS_PROFILES, SETS_DELIVERY } from './rights.ts';

const shape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    /** How documents reach the client; null: as their profile says. */
    method: z.enum(DELIVERIES).nullable(),
    /** All of their documents need approval (IN-100). */
    approve_everything: z.boolean(),
  })
  .openapi('ClientDelivery');

const get = route(READS_PROFILES, {
  method: 'get',
  path: '/clients/{id}/delivery',
  request: { params: idParam },
  responses: answers(200, shape),
});
const patch = route(SETS_DELIVERY, {
  method: 'patch',
  path: '/clients/{id}/delivery',
  request: { params: idParam, ...jsonBody(deliveryChanges) },
  responses: answers(200, shape),
});

const shown = (delivery: ClientDelivery): z.infer<typeof shape> => shape.parse(delivery);

/** How documents reach a client, and whether all of theirs need approval. */
export const deliveriesApi = (kernel: Kernel, deliveries: DeliveriesRoom) => {
  const read = (place: Place, id: Id) =>
    atDesk(kernel, place, async (desk) => {
      const state = (await deliveries.load(desk, [{ id, command: { do: 'set' } }], place.caller.who)).get(id);
      if (!state) throw new HttpRefusal(notFound());
      return shown(state.delivery);
    });
  return router()
    .openapi(get, async (c) => {
      const one = await read(c.var.place, c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid('param');
      const command = { do: 'set', ...c.req.valid('json') } as const;
      const done = yesOrThrow(await perform(kernel, c.var.place, deliveries, { id, command }));
      return c.json(shown(done.state.delivery), 200);
    });
};
