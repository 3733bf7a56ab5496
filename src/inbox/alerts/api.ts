import { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { alertsBody } from './model.ts';
import { READS_ALERTS, sorted, WRITES_ALERTS } from './rules.ts';
import { alertLists, failedAlerts, readAlertList } from './store.ts';

const kept = {
  version: z.int(),
  addresses: z.array(z.string()),
  /** Mails with alerts of the last 30 days that did not arrive. */
  failed: z.array(z.object({ id: z.uuid(), address: z.string(), at: z.string(), because: z.string() })),
};
const get = route(READS_ALERTS, {
  method: 'get',
  path: '/alert-addresses',
  responses: answers(200, z.object(kept).openapi('AlertAddresses')),
});
const put = route(WRITES_ALERTS, {
  method: 'put',
  path: '/alert-addresses',
  request: jsonBody(alertsBody),
  responses: answers(
    200,
    z.object({
      ...kept,
      /** What of the text was not kept, by name. */
      refused: z.array(
        z.object({
          address: z.string(),
          code: z.enum(['not_an_address', 'own_address', 'too_many']),
          because: z.string(),
        }),
      ),
    }),
  ),
});

const shown = async (desk: Desk) => {
  const { version, addresses } = await readAlertList(desk);
  return { version, addresses, failed: await failedAlerts(desk) };
};

/** Whom the practice alerts when an item needs allocating (IN-170, IN-171). */
export const alertsApi = (kernel: Kernel, { domain }: { domain: string | null }) =>
  router()
    .openapi(get, async (c) => {
      const found = await atDesk(kernel, c.var.place, shown);
      c.header('etag', `"${found.version}"`);
      return c.json(found, 200);
    })
    .openapi(put, async (c) => {
      const { place } = c.var;
      const { text } = c.req.valid('json');
      const version = versionSeen(c.req.header('if-match'));
      const command = { do: 'set' as const, text, domain };
      yesOrThrow(await perform(kernel, place, alertLists, { id: place.practice_id, command, version }));
      return c.json({ ...(await atDesk(kernel, place, shown)), refused: sorted(text, domain).refused }, 200);
    });
