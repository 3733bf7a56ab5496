import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { addDays, isDate, type PlainDate } from '#ground/time.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { COVERS, type Delegation, newDelegation } from './model.ts';
import { stateOn } from './rules.ts';
import { delegations, listDelegations } from './store.ts';

const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const delegation = z
  .object({
    id: z.uuid(),
    version: z.int(),
    member_id: z.uuid(),
    deputy_id: z.uuid(),
    from_on: z.string(),
    to_on: z.string(),
    covers: z.enum(COVERS),
    ended_on: z.string().nullable(),
    state: z.enum(['planned', 'active', 'ended']),
  })
  .openapi('Delegation');
const named = delegation.extend({ member_name: z.string(), deputy_name: z.string() }).openapi('NamedDelegation');

const list = route('signed_in', {
  method: 'get',
  path: '/delegations',
  request: { query: z.strictObject({ from: day.optional(), to: day.optional() }) },
  responses: answers(200, z.object({ items: z.array(named) })),
});
const set = route('signed_in', {
  method: 'post',
  path: '/delegations',
  request: jsonBody(newDelegation),
  responses: answers(201, delegation),
});
const end = route('signed_in', {
  method: 'delete',
  path: '/delegations/{id}',
  request: { params: idParam },
  responses: answers(200, delegation),
});

/** `delegations`: everybody sees who stands in for whom; who may set and end one is decided by the rule (PL-34). */
export const delegationsApi = (kernel: Kernel) =>
  router()
    .openapi(list, async (c) => {
      const { from, to } = c.req.valid('query');
      const items = await atDesk(kernel, c.get('place'), async (desk) => {
        const first = from ?? addDays(desk.today, -30);
        const rows = await listDelegations(desk, { from: first, to: to ?? addDays(first, 396) });
        return rows.map((row) => ({ ...row, state: stateOn(row, desk.today) }));
      });
      return c.json({ items }, 200);
    })
    .openapi(set, async (c) => {
      const wanted = { id: newId(), command: { do: 'set' as const, ...c.req.valid('json') } };
      const done = yesOrThrow(await perform(kernel, c.get('place'), delegations, wanted));
      const today = await atDesk(kernel, c.get('place'), async (desk) => desk.today);
      c.header('etag', `"${done.state.delegation.version}"`);
      return c.json(shown(done.state.delegation, today), 201);
    })
    .openapi(end, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'end' as const },
        version: versionSeen(c.req.header('if-match')),
      };
      const done = yesOrThrow(await perform(kernel, c.get('place'), delegations, wanted));
      const today = await atDesk(kernel, c.get('place'), async (desk) => desk.today);
      return c.json(shown(done.state.delegation, today), 200);
    });

const shown = (row: Delegation, today: PlainDate) => ({ ...row, state: stateOn(row, today) });
