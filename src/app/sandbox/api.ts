import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import { addMembership, dropMemberships } from '#kernel/access/sessions/accounts.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { House } from '../house.ts';
import { enterAs, type Found, findSandbox, makeSandbox, removeSandbox, resetSandbox } from './making.ts';

const DRIVES: Act = { module: null, level: 'write', ability: 'sandbox.use' };

const sandbox = z
  .object({
    practice_id: z.uuid(),
    name: z.string(),
    made_at: z.string(),
    /** Clients, prospects, employees and contacts were taken over, under names that are nobody's. */
    people: z.boolean(),
    /** `ready`: nothing is being copied, laid out or cleared. `done` of `total` rows otherwise. */
    state: z.enum(['copying', 'laying', 'clearing', 'ready', 'leaving']),
    total: z.int(),
    done: z.int(),
  })
  .openapi('Sandbox');
const nothing = z.object({});

const one = { params: idParam };

const routes = {
  list: route(DRIVES, {
    method: 'get',
    path: '/sandboxes',
    responses: answers(200, z.object({ items: z.array(sandbox).max(1) })),
  }),
  make: route(DRIVES, {
    method: 'post',
    path: '/sandboxes',
    request: jsonBody(z.strictObject({ people: z.boolean().default(false) })),
    responses: answers(201, sandbox),
  }),
  enter: route(DRIVES, {
    method: 'post',
    path: '/sandboxes/{id}/entry',
    request: one,
    responses: answers(200, z.object({ practice_id: z.uuid() })),
  }),
  reset: route(DRIVES, {
    method: 'post',
    path: '/sandboxes/{id}/reset',
    request: one,
    responses: answers(200, nothing),
  }),
  remove: route(DRIVES, {
    method: 'delete',
    path: '/sandboxes/{id}',
    request: one,
    responses: answers(200, nothing),
  }),
};

/** A live practice's one sandbox: made, entered, reset, removed (PL-141, PL-142). Within it the list shows itself. */
export const practiceSandboxApi = ({ kernel, access }: House) =>
  router()
    .openapi(routes.list, async (c) => {
      const found = await findSandbox(kernel, c.get('place'));
      return c.json({ items: found ? [shown(found)] : [] }, 200);
    })
    .openapi(routes.make, async (c) => {
      const made = yesOrThrow(await makeSandbox(kernel, c.get('place'), c.req.valid('json')));
      return c.json(shown(made), 201);
    })
    .openapi(routes.enter, async (c) => {
      const place = c.get('place');
      const { practice_id } = await mustBe(kernel, place, c.req.valid('param').id, 'beside');
      const entered = await enterAs(kernel, place, practice_id);
      if ('because' in entered) throw new HttpRefusal(entered);
      const { account_id, member_id } = entered;
      await addMembership(access, account_id, { practice_id, member_id });
      return c.json({ practice_id }, 200);
    })
    .openapi(routes.reset, async (c) => {
      await mustBe(kernel, c.get('place'), c.req.valid('param').id, 'within');
      yesOrThrow(await resetSandbox(kernel, c.get('place')));
      return c.json({}, 200);
    })
    .openapi(routes.remove, async (c) => {
      await mustBe(kernel, c.get('place'), c.req.valid('param').id, 'beside');
      const { practice_id } = yesOrThrow(await removeSandbox(kernel, c.get('place')));
      await dropMemberships(access, practice_id);
      return c.json({}, 200);
    });

/** The sandbox of this id, where one stands beside it in its live practice, or within it; absent otherwise. */
const mustBe = async (kernel: House['kernel'], place: Place, id: Id, where: 'beside' | 'within'): Promise<Found> => {
  const found = await findSandbox(kernel, place);
  const within = found?.practice_id === place.practice_id;
  if (found?.practice_id !== id || within !== (where === 'within')) throw new HttpRefusal(notFound());
  return found;
};

const shown = ({ practice_id, name, made_at, people, state, total, done }: Found) => ({
  practice_id,
  name,
  made_at,
  people,
  state,
  total,
  done,
});
