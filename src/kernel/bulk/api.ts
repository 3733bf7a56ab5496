import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { listRows, ROW_SORTS, ROW_STATES, resultsFile } from './lists.ts';
import { cancelBulk, type Operation, readOperation } from './store.ts';
import { maySee, undoBulk } from './undo.ts';

/** A bulk operation as its page shows it: how far it is, and whether it can be taken back. */
export const operationSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    title: z.string(),
    mode: z.enum(['each', 'all']),
    state: z.enum(['running', 'done', 'cancelled', 'undone']),
    total: z.int(),
    done: z.int(),
    /** Rows that were as it was wanted before. */
    unchanged: z.int(),
    refused: z.int(),
    undo_of: z.uuid().nullable(),
    started_by: z.string(),
    created_at: z.string(),
    ended_at: z.string().nullable(),
    can_undo: z.boolean(),
  })
  .openapi('BulkOperation');

const row = z
  .object({
    no: z.int(),
    id: z.uuid(),
    title: z.string().nullable(),
    url: z.string().nullable(),
    state: z.enum(ROW_STATES),
    code: z.string().nullable(),
    because: z.string().nullable(),
    result_id: z.uuid().nullable(),
  })
  .openapi('BulkRow');

const PATH = '/bulk-operations/{id}';
const params = { params: idParam };
const show = route('signed_in', {
  method: 'get',
  path: PATH,
  request: params,
  responses: answers(200, operationSchema),
});
const rows = route('signed_in', {
  method: 'get',
  path: `${PATH}/rows`,
  request: { ...params, query: listQuery(ROW_SORTS, { state: z.enum(ROW_STATES).optional() }) },
  responses: answers(200, pageOf(row)),
});
const file = route('signed_in', {
  method: 'get',
  path: `${PATH}/results.csv`,
  request: params,
  responses: { 200: { description: 'All rows', content: { 'text/csv': { schema: z.string() } } } },
});
const cancel = route('signed_in', {
  method: 'post',
  path: `${PATH}/cancellation`,
  request: params,
  responses: answers(200, operationSchema),
});
const undo = route('signed_in', {
  method: 'post',
  path: `${PATH}/undo`,
  request: params,
  responses: answers(201, operationSchema),
});

/** Progress, results, cancelling and taking back of bulk operations (PL-72, PL-74). */
export const bulkApi = (kernel: Kernel) =>
  router()
    .openapi(show, async (c) =>
      c.json(await seen(kernel, c.get('place'), c.req.valid('param').id, (_, one) => one).then(shown), 200),
    )
    .openapi(rows, async (c) =>
      c.json(
        await seen(kernel, c.get('place'), c.req.valid('param').id, (desk, one) =>
          listRows(desk, one, c.req.valid('query')),
        ),
        200,
      ),
    )
    .openapi(file, async (c) => {
      const text = await seen(kernel, c.get('place'), c.req.valid('param').id, resultsFile);
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="results.csv"');
      return c.body(text, 200) as never;
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid('param');
      const one = await seen(kernel, c.get('place'), id, async (desk) => {
        yesOrThrow(await cancelBulk(desk, id));
        return (await readOperation(desk, id))!;
      });
      return c.json(shown(one), 200);
    })
    .openapi(undo, async (c) => {
      const done = yesOrThrow(await undoBulk(kernel, c.get('place'), c.req.valid('param').id));
      return c.json(await seen(kernel, c.get('place'), done.id, (_, one) => one).then(shown), 201);
    });

const seen = <T>(
  kernel: Kernel,
  place: Place,
  id: Id,
  use: (desk: Desk, operation: Operation) => T | Promise<T>,
): Promise<T> =>
  atDesk(kernel, place, async (desk) => {
    const operation = await readOperation(desk, id);
    if (!maySee(place.caller.who, operation)) throw new HttpRefusal(notFound());
    return use(desk, operation);
  });

export const shown = ({ actor, ...one }: Operation): z.infer<typeof operationSchema> => ({
  id: one.id,
  version: one.version,
  title: one.title,
  mode: one.mode,
  state: one.state,
  total: one.total,
  done: one.done,
  unchanged: one.unchanged,
  refused: one.refused,
  undo_of: one.undo_of,
  started_by: actor,
  created_at: one.created_at,
  ended_at: one.ended_at,
  can_undo: one.done > 0 && (one.state === 'done' || one.state === 'cancelled'),
});
