import { z } from '@hono/zod-openapi';
import { isInstant } from '#ground/time.ts';
import { can } from '#kernel/access/roles/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import type { Readable } from '#kernel/http/readable.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { Counter } from './port.ts';
import { countUnread, listNotices, markNotices, NOTICE_SORTS } from './store.ts';

const notice = z
  .object({
    id: z.uuid(),
    verb: z.string(),
    thing: z.string(),
    title: z.string(),
    url: z.string(),
    count: z.int(),
    first_at: z.string(),
    last_at: z.string(),
    read_at: z.string().nullable(),
  })
  .openapi('Notification');

const list = route('signed_in', {
  method: 'get',
  path: '/notifications',
  request: { query: listQuery(NOTICE_SORTS, { unread: z.literal('true').optional() }) },
  responses: answers(200, pageOf(notice)),
});

const marks = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(1000).optional(),
    /** All up to here: what stood on the screen, not what came since. */
    until: z.string().refine(isInstant, 'An instant looks like 2026-07-01T09:00:00.000Z.').optional(),
    read: z.boolean().default(true),
  })
  .refine((body) => (body.ids === undefined) !== (body.until === undefined), {
    path: ['ids'],
    message: 'Send either ids, or until when.',
  });
const read = route('signed_in', {
  method: 'post',
  path: '/notifications/read',
  request: jsonBody(marks),
  responses: answers(200, z.object({ changed: z.int() })),
});

const counts = route('signed_in', {
  method: 'get',
  path: '/counts',
  responses: answers(
    200,
    z.object({ notifications: z.int(), places: z.record(z.string(), z.int()) }).openapi('Counts'),
  ),
});

/** A member's own notices, and the live numbers of the frame (PL-125, WF-192). */
export const noticesApi = (kernel: Kernel, ports: { readable: Readable; counters: readonly Counter[] }) =>
  router()
    .openapi(list, async (c) => {
      const { practice_id, caller } = c.get('place');
      const query = c.req.valid('query');
      return c.json(
        await atDesk(kernel, { practice_id, caller }, (desk) => listNotices(desk, caller.who, query, ports.readable)),
        200,
      );
    })
    .openapi(read, async (c) => {
      const place = c.get('place');
      const changed = await atDesk(kernel, place, (desk) => markNotices(desk, place.caller.who, c.req.valid('json')));
      return c.json({ changed }, 200);
    })
    .openapi(counts, async (c) => {
      const place = c.get('place');
      const { who } = place.caller;
      const answer = await atDesk(kernel, place, async (desk) => {
        const places: Record<string, number> = {};
        for (const counter of ports.counters)
          if (can(who, counter.reads) === null) places[counter.place] = await counter.count(desk, who);
        return { notifications: await countUnread(desk, who, ports.readable), places };
      });
      return c.json(answer, 200);
    });
