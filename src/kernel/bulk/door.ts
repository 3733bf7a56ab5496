import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Who } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Permission, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { operationSchema, shown } from './api.ts';
import { type Answered, AT_MOST, AT_ONCE, type BulkCommand, bulkDry, bulkLater, bulkNow, bulkRefusal } from './bulk.ts';
import { readOperation } from './store.ts';

/** What a room says of its bulk acts. */
export interface BulkDoor<Filter extends z.ZodRawShape> {
  /** `/tags/bulk` */
  path: `/${string}/bulk`;
  permission: Permission;
  /** By the verb that stands as `do` in the body: the rest of the body's command, and what is done with it. */
  commands: Record<string, { fields: z.ZodRawShape; command: BulkCommand }>;
  /** The filters of the room's list, as its GET takes them. */
  filter: Filter;
  /** The things the list shows this member under the filter, at most `most` of them, in its order. */
  idsOf(desk: Desk, who: Who, filter: z.infer<z.ZodObject<Filter>>, most: number): Promise<Id[]>;
}

export const answeredSchema = z
  .object({
    operation_id: z.uuid().nullable(),
    rows: z.array(
      z.object({
        id: z.uuid(),
        ok: z.boolean(),
        unchanged: z.literal(true).optional(),
        code: z.string().optional(),
        because: z.string().optional(),
        version: z.int().optional(),
        result_id: z.uuid().optional(),
        difference: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    done: z.int(),
    unchanged: z.int(),
    refused: z.int(),
  })
  .openapi('BulkAnswer');

const bodyOf = <Filter extends z.ZodRawShape>({ commands, filter }: BulkDoor<Filter>) => {
  const shapes = Object.entries(commands).map(([verb, { fields }]) =>
    z.strictObject({ do: z.literal(verb), ...fields }),
  );
  return z
    .strictObject({
      command: z.discriminatedUnion('do', shapes as unknown as [z.ZodObject<{ do: z.ZodLiteral<string> }>]),
      ids: z.array(z.uuid()).min(1, 'Choose at least one.').max(AT_MOST).optional(),
      filter: z.strictObject(filter).optional(),
      expected_count: z.int().min(0).optional(),
      mode: z.enum(['each', 'all']).default('each'),
      dry_run: z.boolean().default(false),
    })
    .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
      path: ['ids'],
      message: 'Send either ids or a filter.',
    })
    .refine((body) => (body.filter === undefined) === (body.expected_count === undefined), {
      path: ['expected_count'],
      message: 'A filter comes with the count that was shown, ids come without.',
    });
};

/**
 * `POST /<things>/bulk` for a room (PL-72, PL-73): one command on ids, or on all that a filter shows. Up to 1,000 rows are
 * answered at once, up to 50,000 become an operation (202). A filter that shows another number than expected is refused.
 */
export const bulkDoor = <Filter extends z.ZodRawShape>(kernel: Kernel, door: BulkDoor<Filter>) => {
  const post = route(door.permission, {
    method: 'post',
    path: door.path,
    request: jsonBody(bodyOf(door)),
    responses: { ...answers(200, answeredSchema), ...answers(202, operationSchema) },
  });
  return router().openapi(post, async (c) => {
    const place = c.get('place');
    const { command: data, mode, dry_run, ...chosen } = c.req.valid('json');
    const { command } = door.commands[data.do]!;
    const ids = await idsOf(kernel, place, door, chosen as Chosen<Filter>);
    const no = bulkRefusal(place.caller, ids.length, mode);
    if (no) throw new HttpRefusal(no);
    if (dry_run) return c.json(await bulkDry(kernel, place, command, ids, data as Json), 200);
    if (ids.length > AT_ONCE) return c.json(await begun(kernel, place, command, ids, data as Json), 202);
    return c.json(whole(mode, await bulkNow(kernel, place, command, ids, data as Json, mode)), 200);
  });
};

interface Chosen<Filter extends z.ZodRawShape> {
  ids?: Id[];
  filter?: z.infer<z.ZodObject<Filter>>;
  expected_count?: number;
}

const idsOf = async <Filter extends z.ZodRawShape>(
  kernel: Kernel,
  place: Place,
  door: BulkDoor<Filter>,
  { ids, filter, expected_count }: Chosen<Filter>,
): Promise<Id[]> => {
  if (ids) return [...new Set(ids)];
  const found = await atDesk(kernel, place, (desk) => door.idsOf(desk, place.caller.who, filter!, AT_MOST + 1));
  if (found.length !== expected_count)
    throw new HttpRefusal(
      refused(
        'count_changed',
        `${plural(expected_count!, 'row was', 'rows were')} shown, and now there ${found.length === 1 ? 'is' : 'are'} ${found.length.toLocaleString('en')}. Look at the list again, then repeat.`,
        { expected_count: expected_count!, count: found.length },
      ),
    );
  return found;
};

const begun = async (kernel: Kernel, place: Place, command: BulkCommand, ids: readonly Id[], data: Json) => {
  const id = await bulkLater(kernel, place, command, ids, data);
  return shown((await atDesk(kernel, place, (desk) => readOperation(desk, id)))!);
};

/** «All or nothing» with a refused row changed nothing: that is a refusal, with the rows that stood in the way. */
const whole = (mode: 'each' | 'all', answered: Answered): Answered => {
  if (mode === 'each' || !answered.refused) return answered;
  const rows = answered.rows
    .filter((row) => !row.ok)
    .map(({ id, code, because }) => ({ id, code: code!, because: because! }));
  throw new HttpRefusal(
    refused('rows_refused', `${plural(rows.length, 'row', 'rows')} cannot be changed, so none was.`, { rows }),
  );
};
