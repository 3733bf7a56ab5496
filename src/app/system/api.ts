import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { health } from '../health.ts';
import type { House } from '../house.ts';
import { DEAD_SORTS, listDeadLetters, takeDeadLetter } from './dead-letters.ts';
import { DOWNTIME_SORTS, listDowntimes, POLICIES } from './downtimes.ts';
import { figures, versions, waiting, workers } from './state.ts';

const READS = reads('settings', 'system.read');
const ACTS = writes('settings', 'system.read');

const hours = z.array(z.object({ at: z.string(), n: z.int() }));
const system = z
  .object({
    colour: z.enum(['green', 'amber', 'red']),
    findings: z.array(z.object({ colour: z.enum(['amber', 'red']), reason: z.string(), remedy: z.string() })),
    versions: z.object({ tickmark: z.string(), node: z.string(), database: z.string(), schema: z.string() }),
    workers: z.array(
      z.object({
        id: z.uuid(),
        host: z.string(),
        process: z.int(),
        started_at: z.string(),
        beat_at: z.string(),
        silent: z.boolean(),
      }),
    ),
    waiting: z.object({
      due: z.int(),
      asleep: z.int(),
      next_at: z.string().nullable(),
      queued: z.int(),
      under_way: z.int(),
      dead: z.int(),
    }),
    /** By the hour: the last 24, and for `due` the next. */
    figures: z.object({ by_people: hours, by_machine: hours, refused: hours, due: hours }),
  })
  .openapi('System');
const downtime = z
  .object({
    id: z.uuid(),
    from_at: z.string(),
    to_at: z.string(),
    report: z.array(z.object({ part: z.string(), policy: z.enum(POLICIES), count: z.int() })),
  })
  .openapi('Downtime');
const deadLetter = z
  .object({
    id: z.uuid(),
    job: z.string(),
    thing: z.string().nullable(),
    because: z.string().nullable(),
    tries: z.int(),
    asked_at: z.string(),
    failed_at: z.string(),
  })
  .openapi('DeadLetter');

const routes = {
  system: route(READS, { method: 'get', path: '/system', responses: answers(200, system) }),
  downtimes: route(READS, {
    method: 'get',
    path: '/downtimes',
    request: { query: listQuery(DOWNTIME_SORTS, {}).omit({ count: true }) },
    responses: answers(200, pageOf(downtime)),
  }),
  dead: route(READS, {
    method: 'get',
    path: '/dead-letters',
    request: { query: listQuery(DEAD_SORTS, {}).omit({ count: true }) },
    responses: answers(200, pageOf(deadLetter)),
  }),
  again: route(ACTS, {
    method: 'post',
    path: '/dead-letters/{id}/retry',
    request: { params: idParam, ...jsonBody(z.strictObject({})) },
    responses: answers(200, z.object({ id: z.uuid() })),
  }),
  dismiss: route(ACTS, {
    method: 'delete',
    path: '/dead-letters/{id}',
    request: { params: idParam },
    responses: answers(200, z.object({ id: z.uuid() })),
  }),
};

/** `system`, `downtimes`, `dead-letters`: how the installation is, and what of this practice was held up or failed (PL-145, PL-150). */
export const systemApi = (house: House) => {
  const { kernel } = house;
  const take = async (place: Place, id: Id, again: boolean) => {
    const no = await atDesk(kernel, place, (desk) => takeDeadLetter(kernel, desk, place.caller, { id, again }));
    if (no) throw new HttpRefusal(no);
    return { id };
  };
  return router()
    .openapi(routes.system, async (c) => {
      const [well, state] = await Promise.all([
        health(house, house.dataDir),
        atDesk(kernel, c.get('place'), async (desk) => ({
          versions: await versions(desk),
          workers: await workers(desk),
          waiting: await waiting(desk),
          figures: await figures(desk),
        })),
      ]);
      return c.json({ ...well, ...state }, 200);
    })
    .openapi(routes.downtimes, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => listDowntimes(desk, c.req.valid('query'))), 200),
    )
    .openapi(routes.dead, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => listDeadLetters(desk, c.req.valid('query'))), 200),
    )
    .openapi(routes.again, async (c) => c.json(await take(c.get('place'), c.req.valid('param').id, true), 200))
    .openapi(routes.dismiss, async (c) => c.json(await take(c.get('place'), c.req.valid('param').id, false), 200));
};
