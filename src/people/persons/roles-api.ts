import { z } from '@hono/zod-openapi';
import { reads, SIGNED_IN, writes } from '#kernel/access/roles/rules.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import { again } from '#kernel/loop/perform.ts';
import { peopleWhole } from '#people/fields/rights.ts';
import { done, found, type PersonsDoor } from './access.ts';
import { handOverBody, roleBody } from './bodies.ts';
import { day } from './content.ts';
import { handOver, holdingCounts } from './handing-over.ts';
import { type PersonKind, ROLES } from './model.ts';
import { personSchema } from './present.ts';
import { holdersOn } from './status.ts';
import { readHoldings } from './store.ts';

const holding = z
  .object({
    id: z.uuid(),
    role: z.enum(ROLES),
    member_id: z.uuid(),
    since: z.string(),
    until: z.string().nullable(),
    by: z.string(),
    move_tasks: z.boolean(),
  })
  .openapi('RoleHolding');

const holders = (kind: PersonKind) =>
  route(reads('people'), {
    method: 'get',
    path: `/${kind}s/{id}/role-holdings`,
    request: { params: idParam, query: z.strictObject({ on: day.optional() }) },
    responses: answers(200, z.object({ items: z.array(holding) })),
  });
// The specialist is also set by whoever assigns collection workflows, so the decision asks, not the route.
const set = route(SIGNED_IN, {
  method: 'post',
  path: '/role-holdings',
  request: jsonBody(roleBody),
  responses: answers(201, personSchema),
});
const end = route(SIGNED_IN, {
  method: 'delete',
  path: '/role-holdings',
  request: { query: z.strictObject({ person: z.uuid(), role: z.enum(ROLES) }) },
  responses: answers(200, personSchema),
});
const counts = route(reads('people'), {
  method: 'get',
  path: '/role-holdings',
  request: { query: z.strictObject({ member: z.uuid() }) },
  responses: answers(200, z.object({ member: z.uuid(), roles: z.partialRecord(z.enum(ROLES), z.int()) })),
});
const over = route(writes('people'), {
  method: 'post',
  path: '/role-holdings/hand-over',
  request: jsonBody(handOverBody),
  responses: answers(201, z.object({ handed_over: z.int(), ended: z.int() })),
});
const affected = route(reads('people'), {
  method: 'get',
  path: '/role-holdings/open-tasks',
  request: { query: z.strictObject({ person: z.uuid(), role: z.enum(ROLES) }) },
  responses: answers(200, z.object({ tasks: z.int() })),
});

/** Who looks after whom: on a date, set, ended, counted, handed over (PE-40 … PE-47). */
export const roleHoldingsApi = (door: PersonsDoor) => {
  const { kernel, port, room } = door;
  const api = router();
  for (const kind of ['prospect', 'client'] as const)
    api.openapi(holders(kind), async (c) => {
      const place = c.get('place');
      const { on } = c.req.valid('query');
      const items = await atDesk(kernel, place, async (desk) => {
        const person = await found(door, desk, place, { id: c.req.valid('param').id, kind });
        const all = (await readHoldings(desk, [person.id])).get(person.id) ?? [];
        return on ? Object.values(holdersOn(all, on)) : all.filter((one) => !one.deleted_at);
      });
      return c.json({ items }, 200);
    });
  return api
    .openapi(set, async (c) => {
      const { person, ...command } = c.req.valid('json');
      return c.json(await done(door, c.get('place'), { id: person, kind: null }, { do: 'set_role', ...command }), 201);
    })
    .openapi(end, async (c) => {
      const { person, role } = c.req.valid('query');
      return c.json(await done(door, c.get('place'), { id: person, kind: null }, { do: 'end_role', role }), 200);
    })
    .openapi(counts, async (c) => {
      const { member } = c.req.valid('query');
      return c.json(
        { member, roles: await atDesk(kernel, c.get('place'), (desk) => holdingCounts(desk, member)) },
        200,
      );
    })
    .openapi(affected, async (c) => {
      const place = c.get('place');
      const { person, role } = c.req.valid('query');
      const tasks = await atDesk(kernel, place, async (desk) => {
        const { id } = await found(door, desk, place, { id: person, kind: null });
        return port.roleTasks(desk, [id], role);
      });
      return c.json({ tasks }, 200);
    })
    .openapi(over, async (c) => {
      const { practice_id, caller } = c.get('place');
      const no = peopleWhole(caller.who, 'hand over what somebody looks after');
      if (no) throw new HttpRefusal(no);
      const wanted = c.req.valid('json');
      const answer = await again(() =>
        inPractice(kernel.db, practice_id, (desk) => handOver({ kernel, room, caller }, desk, wanted)),
      );
      return c.json(answer, 201);
    });
};
