import { z } from '@hono/zod-openapi';
import { verify } from '#kernel/audit/verify.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { unreadable } from '#kernel/http/readable.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { undoEvent } from '#kernel/undo/undo.ts';
import { eventFilters } from './filters.ts';
import type { HistoryPorts } from './port.ts';
import { EVENT_SORTS, listSeals, rootOf, SEAL_SORTS } from './store.ts';
import { AUDIT, timeline } from './timeline.ts';

const told = z
  .object({
    id: z.uuid(),
    at: z.string(),
    actor: z.string(),
    actor_name: z.string(),
    for_name: z.string().nullable(),
    verb: z.string(),
    thing: z.string(),
    kind: z.string(),
    title: z.string().nullable(),
    url: z.string().nullable(),
    client_id: z.uuid().nullable(),
    run_id: z.uuid().nullable(),
    act_id: z.uuid(),
    sentence: z.string(),
    /** field → [before, after] */
    facts: z.record(z.string(), z.any()),
    undoes: z.uuid().nullable(),
    undone: z.boolean(),
    can_undo: z.boolean(),
    address: z.string().nullable(),
    device: z.string().nullable(),
    request_id: z.string().nullable(),
  })
  .openapi('Event');

const toldPage = pageOf(told);

const list = route('signed_in', {
  method: 'get',
  path: '/events',
  request: {
    query: listQuery(EVENT_SORTS, eventFilters).omit({ count: true }),
  },
  responses: answers(200, toldPage),
});
const undo = route('signed_in', {
  method: 'post',
  path: '/events/{id}/undo',
  request: { params: idParam, ...jsonBody(z.strictObject({ reason: z.string().trim().min(1).max(500).optional() })) },
  responses: answers(200, z.object({ act_id: z.uuid() })),
});

const seal = z
  .object({ no: z.int(), previous: z.string(), hash: z.string(), events: z.int(), sealed_at: z.string() })
  .openapi('Seal');
const seals = route(AUDIT, {
  method: 'get',
  path: '/seals',
  request: { query: listQuery(SEAL_SORTS, {}).omit({ count: true }) },
  responses: answers(200, pageOf(seal)),
});
const anchor = z
  .string()
  .regex(/^\d{1,9}:[0-9a-f]{64}$/, 'An anchor is the number of a seal, a colon, and its hash.')
  .transform((text) => ({ no: Number(text.split(':')[0]), hash: text.split(':')[1]! }));
const verified = z
  .object({
    ok: z.boolean(),
    events: z.int(),
    seals: z.int(),
    pruned: z.object({ seals: z.int(), until: z.string() }).nullable(),
    anchor: z.object({ no: z.int(), hash: z.string() }).nullable(),
    finding: z.string().nullable(),
  })
  .openapi('Verification');
const verification = route(AUDIT, {
  method: 'post',
  path: '/seals/verification',
  request: jsonBody(z.strictObject({ anchor: anchor.optional() })),
  responses: answers(200, verified),
});

/** Timelines and the audit, taking back, seals and «verify now» (PL-74, PL-101, PL-104). */
export const historyApi = (kernel: Kernel, ports: HistoryPorts) =>
  router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const query = c.req.valid('query');
      const answer = await atDesk(kernel, place, (desk) => timeline(desk, place.caller.who, query, ports));
      if ('yes' in answer) throw new HttpRefusal(answer);
      return c.json(answer as z.infer<typeof toldPage>, 200);
    })
    .openapi(undo, async (c) => {
      const place = c.get('place');
      const { id } = c.req.valid('param');
      await readableOrThrow(kernel, place, id, ports);
      const done = yesOrThrow(await undoEvent(kernel, place, id, c.req.valid('json').reason));
      return c.json({ act_id: done.act_id }, 200);
    })
    .openapi(seals, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => listSeals(desk, c.req.valid('query'))), 200),
    )
    .openapi(verification, async (c) =>
      c.json(await verify(kernel.db, c.get('place').practice_id, c.req.valid('json').anchor), 200),
    );

/** What one may not read is absent, also to whoever knows an event's id (PL-35). */
const readableOrThrow = (kernel: Kernel, place: Place, event: string, { readable }: HistoryPorts): Promise<void> =>
  atDesk(kernel, place, async (desk) => {
    const root = await rootOf(desk, event);
    const no = root ? await unreadable(readable, desk, place.caller.who, root) : notFound();
    if (no) throw new HttpRefusal(no);
  });
