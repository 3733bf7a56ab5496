import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { operationSchema, shown } from '#kernel/bulk/api.ts';
import { AT_ONCE, bulkDry, bulkLater, bulkNow, bulkRefusal } from '#kernel/bulk/bulk.ts';
import { answeredSchema } from '#kernel/bulk/door.ts';
import { readOperation } from '#kernel/bulk/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { applyBulk, applying, dataOf } from './existing.ts';
import { LOG_SORTS, listLog, listTriggers, TRIGGER_SORTS } from './lists.ts';
import type { TriggerCommand } from './model.ts';
import { listening, triggers } from './store.ts';

const READ = reads('workflows');
const DESIGN = writes('workflows', 'workflows.design');

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    workflow_id: z.uuid(),
    workflow: z.string(),
    workflow_on: z.boolean(),
    subject_kinds: z.array(z.string()),
    rule: z.record(z.string(), z.unknown()),
    on: z.boolean(),
    since: z.string().nullable(),
    paused_because: z.string().nullable(),
    last_at: z.string().nullable(),
    launched: z.int(),
    refused: z.int(),
    last_refusal: z.string().nullable(),
  })
  .openapi('TriggerRow');
const entry = z
  .object({
    id: z.uuid(),
    at: z.string(),
    subject_kind: z.string(),
    subject_id: z.uuid(),
    subject: z.string(),
    kind: z.string(),
    fact: z.string().nullable(),
    outcome: z.enum(['launched', 'refused']),
    code: z.string().nullable(),
    because: z.string().nullable(),
    run_id: z.uuid().nullable(),
  })
  .openapi('TriggerLogEntry');
const acted = z.object({ id: z.uuid(), version: z.int(), on: z.boolean() }).openapi('TriggerAct');

const list = route(READ, {
  method: 'get',
  path: '/triggers',
  request: {
    query: listQuery(TRIGGER_SORTS, {
      q: z.string().max(100).optional(),
      workflow: z.uuid().optional(),
      on: z.enum(['true', 'false']).optional(),
      refused: z.literal('true').optional(),
    }),
  },
  responses: answers(200, pageOf(row)),
});
const log = route(READ, {
  method: 'get',
  path: '/triggers/{id}/log',
  request: { params: idParam, query: listQuery(LOG_SORTS, { outcome: z.enum(['launched', 'refused']).optional() }) },
  responses: answers(200, pageOf(entry)),
});
const apply = route(DESIGN, {
  method: 'post',
  path: '/triggers/{id}/launches',
  request: {
    params: idParam,
    ...jsonBody(z.strictObject({ dry_run: z.boolean().default(false), expected_count: z.int().min(0).optional() })),
  },
  responses: { ...answers(200, answeredSchema), ...answers(202, operationSchema) },
});

interface TriggersDoor {
  kernel: Kernel;
  launches: AnyRoom;
  subjects: SubjectsPort<Desk>;
}

/** The triggers of all workflows: on and off, what they did, and applying one to what is there already (WF-169, WF-170). */
export const triggersApi = ({ kernel, launches, subjects }: TriggersDoor) => {
  const command = applyBulk(launches);
  const reading = router()
    .openapi(list, async (c) =>
      c.json((await atDesk(kernel, c.get('place'), (desk) => listTriggers(desk, c.req.valid('query')))) as never, 200),
    )
    .openapi(log, async (c) =>
      c.json(
        await atDesk(kernel, c.get('place'), (desk) => listLog(desk, c.req.valid('param').id, c.req.valid('query'))),
        200,
      ),
    )
    .openapi(apply, async (c) => {
      const place = c.get('place');
      const { dry_run, expected_count } = c.req.valid('json');
      const { ids, data } = await atDesk(kernel, place, (desk) => everything(desk, subjects, c.req.valid('param').id));
      const no =
        bulkRefusal(place.caller, ids.length, 'each') ?? (dry_run ? null : changed(ids.length, expected_count));
      if (no) throw new HttpRefusal(no);
      if (dry_run) return c.json(await bulkDry(kernel, place, command, ids, data), 200);
      if (ids.length <= AT_ONCE) return c.json(await bulkNow(kernel, place, command, ids, data, 'each'), 200);
      const operation = await bulkLater(kernel, place, command, ids, data);
      return c.json(shown((await atDesk(kernel, place, (desk) => readOperation(desk, operation)))!), 202);
    });
  const turn = async (place: Place, id: Id, what: TriggerCommand, seen: number) => {
    const { state } = yesOrThrow(await perform(kernel, place, triggers, { id, command: what, version: seen }));
    const { version, on } = state.trigger;
    return { id, version, on };
  };
  return mount(reading, [
    oneAct({ permission: DESIGN, at: 'put /triggers/{id}/activation' }, acted, ({ place, id, seen }) =>
      turn(place, id, { do: 'turn_on' }, seen),
    ),
    oneAct({ permission: DESIGN, at: 'delete /triggers/{id}/activation' }, acted, ({ place, id, seen }) =>
      turn(place, id, { do: 'turn_off' }, seen),
    ),
  ]);
};

/** All the trigger would be met on now. */
const everything = async (desk: Desk, subjects: SubjectsPort<Desk>, id: Id) => {
  const [trigger] = await listening(desk, { id });
  if (!trigger) throw new HttpRefusal(notFound('There is no such trigger.'));
  const applied = await applying(desk, subjects, trigger);
  return { ids: Object.keys(applied.as), data: dataOf(applied, trigger) };
};

const changed = (count: number, expected: number | undefined) =>
  expected === undefined || expected === count
    ? null
    : refused(
        'count_changed',
        `${plural(expected, 'record was', 'records were')} shown, and now there ${count === 1 ? 'is' : 'are'} ${count.toLocaleString('en')}. Look again, then repeat.`,
        { expected_count: expected, count },
      );
