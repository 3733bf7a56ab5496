import { z } from '@hono/zod-openapi';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { launchBody } from '#workflows/launch/model.ts';
import type { LaunchOn } from '#workflows/launch/store.ts';
import { addedLoad, type LoadPorts, teamLoad } from './store.ts';

const row = z.object({
  kind: z.enum(['member', 'pool', 'nobody']),
  id: z.uuid().nullable(),
  name: z.string(),
  tasks: z.array(z.int()),
  away: z.array(z.int()),
});
const load = z.object({ weeks: z.array(z.iso.date()), rows: z.array(row) }).openapi('Load');

const get = route(reads('workflows'), {
  method: 'get',
  path: '/load',
  responses: answers(200, load.extend({ runs: z.int(), dates: z.int(), more: z.boolean() })),
});
const added = route(writes('workflows', 'workflows.launch'), {
  method: 'post',
  path: '/launches/load',
  request: jsonBody(
    launchBody.omit({ subject: true }).extend({ workflow: z.uuid(), ids: z.array(z.uuid()).min(1).max(1000) }),
  ),
  responses: answers(200, load),
});

/** How much work falls on whom, and what a start on many records would add (WF-202). */
export const loadApi = (kernel: Kernel, ports: LoadPorts) =>
  router()
    .openapi(get, async (c) => {
      const place = c.get('place');
      return c.json(await atDesk(kernel, place, (desk) => teamLoad(desk, place.caller.who, ports)), 200);
    })
    .openapi(added, async (c) => {
      const place = c.get('place');
      const { ids, ...launch } = c.req.valid('json');
      const wanted = ids.map((subject) => ({ do: 'launch', origin: 'hand', ...launch, subject }) as LaunchOn);
      return c.json(await atDesk(kernel, place, (desk) => addedLoad(desk, place.caller.who, ports, wanted)), 200);
    });
