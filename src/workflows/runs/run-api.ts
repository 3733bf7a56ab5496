import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { addDays, addMilliseconds, dayOfWeek } from '#ground/time.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import { holdBody, overrideBody, type RunCommand, reasonBody, releaseBody, runChanges } from './commands.ts';
import type { RunState } from './model.ts';
import type { SubjectsPort } from './port.ts';
import { type BulkVerb, runBulk } from './run-bulk.ts';
import { runsFile } from './run-file.ts';
import { listRuns, RUN_SORTS, runStrip } from './run-list.ts';
import { readRun, whyOf } from './run-read.ts';
import {
  runActed,
  runDetail,
  runFilters,
  runRow,
  runStripShape,
  runYearsShape,
  stepExplanation,
} from './run-shapes.ts';
import { runYears } from './run-years.ts';

const READ = reads('workflows');
const ACT = { module: null, level: 'write' } as const;
const stepParam = idParam.extend({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) });
const holdParam = idParam.extend({ hold: z.uuid() });
const commentBody = z.strictObject({
  text: z.string().trim().min(1, 'Write the comment.').max(10_000),
  mentions: z.array(z.uuid()).max(50).default([]),
  step: z.string().max(40).optional(),
});
const list = route(READ, {
  method: 'get',
  path: '/runs',
  request: { query: listQuery(RUN_SORTS, runFilters) },
  responses: answers(200, pageOf(runRow)),
});
const file = route(READ, {
  method: 'get',
  path: '/runs.csv',
  request: { query: z.strictObject(runFilters) },
  responses: { 200: { description: 'All rows of the filter', content: { 'text/csv': { schema: z.string() } } } },
});
const strip = route(READ, { method: 'get', path: '/run-strip', responses: answers(200, runStripShape) });
const years = route(READ, {
  method: 'get',
  path: '/run-years',
  request: { query: z.strictObject({ subject: z.uuid() }) },
  responses: answers(200, runYearsShape),
});
const get = route('signed_in', {
  method: 'get',
  path: '/runs/{id}',
  request: { params: idParam },
  responses: answers(200, runDetail),
});

/** Why one of its steps stands as it does; a task by hand by its id (PL-190). */
const explanation = route('signed_in', {
  method: 'get',
  path: '/runs/{id}/steps/{key}/explanation',
  request: { params: idParam.extend({ key: z.union([stepParam.shape.key, z.uuid()]) }) },
  responses: answers(200, stepExplanation),
});

export interface RunsApiOptions {
  kernel: Kernel;
  runs: Room<RunState, RunCommand>;
  subjects: SubjectsPort<Desk>;
  bulk: Record<string, BulkVerb>;
}

export const runsApi = (options: RunsApiOptions) => {
  const { kernel, runs, subjects, bulk } = options;
  const lists = router()
    .openapi(list, async (c) =>
      c.json(
        await atDesk(kernel, c.get('place'), (desk) => listRuns(desk, c.req.valid('query'), c.get('place').caller.who)),
        200,
      ),
    )
    .openapi(file, async (c) => {
      const place = c.get('place');
      const text = await atDesk(kernel, place, (desk) => runsFile(desk, place.caller, c.req.valid('query')));
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="runs.csv"');
      return c.body(text, 200) as never;
    })
    .openapi(strip, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => thisWeek(desk, c.get('place').caller.who)), 200),
    )
    .openapi(years, async (c) => {
      const { subject } = c.req.valid('query');
      const items = await atDesk(kernel, c.get('place'), (desk) => runYears(desk, c.get('place').caller.who, subject));
      return c.json({ items }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const found = await atDesk(kernel, c.get('place'), (desk) => shown(c.get('place'), desk, subjects, id));
      c.header('etag', `"${found.version}"`);
      return c.json(found, 200);
    })
    .openapi(explanation, async (c) => {
      const { id, key } = c.req.valid('param');
      const who = c.get('place').caller.who;
      const found = await atDesk(kernel, c.get('place'), (desk) => whyOf(desk, subjects, { id, who, key }));
      return c.json(found, 200);
    });
  return mount(lists, runActs(kernel, runs)).route(
    '/',
    bulkDoor(kernel, {
      path: '/runs/bulk',
      permission: ACT,
      commands: { ...bulk, ...runBulk(runs) },
      filter: runFilters,
      idsOf: async (desk, who, filter, most) =>
        (await listRuns(desk, { ...filter, limit: most, sort: 'started_at' }, who)).items.map(({ id }) => id),
    }) as never,
  );
};

const thisWeek = (desk: Desk, who: Who) =>
  runStrip(desk, who, addDays(desk.today, 7 - dayOfWeek(desk.today)), addMilliseconds(desk.now, -30 * 86_400_000));

/** What people do with one run; holding, releasing and planning ahead ask for no version: they build on none. */
const runActs = (kernel: Kernel, runs: RunsApiOptions['runs']) => {
  const steer = async (place: Place, id: Id, command: RunCommand, version?: number) => {
    const done = yesOrThrow(await perform(kernel, place, runs, { id, command, version }));
    return { id, version: done.state.run.version, act_id: done.act_id, event_id: done.events[0]?.id ?? null };
  };
  const on = <Params extends z.ZodType = typeof idParam, Body extends z.ZodType = z.ZodUndefined>(
    door: Omit<Parameters<typeof oneAct<typeof runActed, Params, Body>>[0], 'permission'>,
    make: (asked: Asked<z.output<Body>, z.output<Params>>) => { command: RunCommand; seen?: number },
  ) =>
    oneAct<typeof runActed, Params, Body>({ ...door, permission: ACT }, runActed, (asked) => {
      const { command, seen } = make(asked);
      return steer(asked.place, asked.id, command, seen);
    });
  const change = oneAct(
    { permission: ACT, at: 'patch /runs/{id}', body: runChanges },
    runActed,
    async ({ place, id, body: { owner, run_date }, seen }) => {
      const first = owner ? await steer(place, id, { do: 'assign_owner', owner }, seen) : null;
      if (run_date !== undefined) return steer(place, id, { do: 'change_run_date', run_date }, first?.version ?? seen);
      if (!first) throw new HttpRefusal(notFound('There is nothing to change.'));
      return first;
    },
  );
  return [
    change,
    on({ at: 'post /runs/{id}/holds', body: holdBody }, ({ body }) => ({
      command: { do: 'hold', id: newId(), ...body },
    })),
    on({ at: 'delete /runs/{id}/holds/{hold}', params: holdParam, body: releaseBody }, ({ params, body }) => ({
      command: { do: 'release', hold: params.hold, ...body },
    })),
    on({ at: 'put /runs/{id}/cancellation', body: reasonBody }, ({ body, seen }) => ({
      command: { do: 'cancel', ...body },
      seen,
    })),
    on({ at: 'delete /runs/{id}/cancellation', body: reasonBody }, ({ body, seen }) => ({
      command: { do: 'restore', ...body },
      seen,
    })),
    on({ at: 'put /runs/{id}/completion' }, ({ seen }) => ({ command: { do: 'complete_early' }, seen })),
    on({ at: 'put /runs/{id}/steps/{key}/override', params: stepParam, body: overrideBody }, ({ params, body }) => ({
      command: { do: 'override_step', step: params.key, ...body },
    })),
    on({ at: 'delete /runs/{id}/steps/{key}/override', params: stepParam }, ({ params }) => ({
      command: { do: 'clear_override', step: params.key },
    })),
    on({ at: 'post /runs/{id}/comments', body: commentBody }, ({ body }) => ({
      command: { do: 'comment', ...body },
    })),
  ];
};

/** One run for its page. */
const shown = async (place: Place, desk: Desk, subjects: SubjectsPort<Desk>, id: Id) => {
  const { state, plan } = await readRun(desk, subjects, { id, who: place.caller.who });
  return {
    id,
    version: state.run.version,
    state: state as unknown as Record<string, unknown>,
    plan: plan as unknown as Record<string, unknown>[],
  };
};
