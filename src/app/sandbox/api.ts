import { z } from '@hono/zod-openapi';
import type { Act } from '#kernel/access/roles/model.ts';
import { addMembership, dropMemberships } from '#kernel/access/sessions/accounts.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
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

const routes = {
  show: route(DRIVES, {
    method: 'get',
    path: '/sandbox',
    responses: answers(200, z.object({ sandbox: sandbox.nullable() })),
  }),
  make: route(DRIVES, {
    method: 'post',
    path: '/sandbox',
    request: jsonBody(z.strictObject({ people: z.boolean().default(false) })),
    responses: answers(201, sandbox),
  }),
  enter: route(DRIVES, {
    method: 'post',
    path: '/sandbox/entry',
    responses: answers(200, z.object({ practice_id: z.uuid() })),
  }),
  reset: route(DRIVES, { method: 'post', path: '/sandbox/reset', responses: answers(200, nothing) }),
  remove: route(DRIVES, { method: 'delete', path: '/sandbox', responses: answers(200, nothing) }),
};

/** A live practice's one sandbox: made, entered, reset, removed (PL-141, PL-142). */
export const practiceSandboxApi = ({ kernel, access }: House) =>
  router()
    .openapi(routes.show, async (c) => {
      const found = await findSandbox(kernel, c.get('place'));
      return c.json({ sandbox: found && shown(found) }, 200);
    })
    .openapi(routes.make, async (c) => {
      const made = yesOrThrow(await makeSandbox(kernel, c.get('place'), c.req.valid('json')));
      return c.json(shown(made), 201);
    })
    .openapi(routes.enter, async (c) => {
      const place = c.get('place');
      const found = await mustBeThere(kernel, place);
      const entered = await enterAs(kernel, place, found.practice_id);
      if ('because' in entered) throw new HttpRefusal(entered);
      const { account_id, member_id } = entered;
      await addMembership(access, account_id, { practice_id: found.practice_id, member_id });
      return c.json({ practice_id: found.practice_id }, 200);
    })
    .openapi(routes.reset, async (c) => {
      yesOrThrow(await resetSandbox(kernel, c.get('place')));
      return c.json({}, 200);
    })
    .openapi(routes.remove, async (c) => {
      const { practice_id } = yesOrThrow(await removeSandbox(kernel, c.get('place')));
      await dropMemberships(access, practice_id);
      return c.json({}, 200);
    });

const mustBeThere = async (kernel: House['kernel'], place: Place): Promise<Found> => {
  const found = await findSandbox(kernel, place);
  if (!found || found.practice_id === place.practice_id) throw new HttpRefusal(notFound());
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
