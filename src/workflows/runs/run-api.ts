import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { addDays, addMilliseconds, dayOfWeek } from '#ground/time.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json, Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import { holdBody, overrideBody, type RunCommand, reasonBody, releaseBody, runChanges } from './commands.ts';
import type { RunState } from './model.ts';
import { plan } from './plan.ts';
import type { SubjectsPort } from './port.ts';
import { maySee } from './rights.ts';
import { listRuns, RUN_SORTS, runStrip } from './run-list.ts';
import { loadRuns } from './store.ts';
import { given } from './task-api.ts';

const READ = reads('workflows');
const ACT = { module: null, level: 'write' } as const;
const kinds = z.enum(['person', 'employee', 'invoice']);
const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    workflow_id: z.uuid(),
    workflow: z.string(),
    workflow_version: z.int(),
    subject_kind: kinds,
    subject_id: z.uuid(),
    subject: z.string(),
    launched_as: z.string(),
    origin: z.string(),
    started_at: z.string(),
    started_by: z.uuid().nullable(),
    starter: z.string().nullable(),
    owner_id: z.uuid().nullable(),
    owner: z.string().nullable(),
    state: z.enum(['running', 'on_hold', 'completed', 'cancelled']),
    ended_at: z.string().nullable(),
    ended_reason: z.string().nullable(),
    period_end: z.string().nullable(),
    run_date: z.string().nullable(),
    next_due: z.string().nullable(),
    done_count: z.int(),
    step_count: z.int(),
    overdue_tasks: z.int(),
    needs_attention: z.boolean(),
    current_steps: z.array(z.string()),
    holds: z.array(z.object({ reason: z.string(), until: z.string().nullable() })),
  })
  .openapi('RunRow');
const strip = z
  .object({
    running: z.int(),
    overdue: z.int(),
    due_this_week: z.int(),
    on_hold: z.int(),
    attention: z.int(),
    unowned: z.int(),
    completed: z.int(),
  })
  .openapi('RunStrip');
/** The run as the rules see it, so that the screen asks the very rules which buttons live, and its plan (WF-110, WF-190). */
const detail = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.record(z.string(), z.unknown()),
    plan: z.array(z.record(z.string(), z.unknown())),
  })
  .openapi('Run');
const acted = z
  .object({ id: z.uuid(), version: z.int(), act_id: z.uuid(), event_id: z.uuid().nullable() })
  .openapi('RunAct');

export const runFilters = {
  q: z.string().max(100).optional(),
  workflow: z.uuid().optional(),
  kind: kinds.optional(),
  subject: z.uuid().optional(),
  state: z.enum(['running', 'on_hold', 'completed', 'cancelled', 'open']).optional(),
  owner: z.uuid().optional(),
  assignee: z.uuid().optional(),
  origin: z.string().max(20).optional(),
  overdue: z.literal('true').optional(),
  attention: z.literal('true').optional(),
  due_before: z.iso.date().optional(),
};

const act = <S extends z.ZodType>(method: 'post' | 'put' | 'delete' | 'patch', path: string, body: S) =>
  route(ACT, {
    method,
    path: `/runs/{id}${path}`,
    request: { params: idParam, ...jsonBody(body) },
    responses: answers(200, acted),
  });
const stepParam = idParam.extend({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) });
const holdParam = idParam.extend({ hold: z.uuid() });
const routes = {
  list: route(READ, {
    method: 'get',
    path: '/runs',
    request: { query: listQuery(RUN_SORTS, runFilters) },
    responses: answers(200, pageOf(row)),
  }),
  strip: route(READ, { method: 'get', path: '/run-strip', responses: answers(200, strip) }),
  get: route('signed_in', {
    method: 'get',
    path: '/runs/{id}',
    request: { params: idParam },
    responses: answers(200, detail),
  }),
  change: act('patch', '', runChanges),
  hold: act('post', '/holds', holdBody),
  release: route(ACT, {
    method: 'delete',
    path: '/runs/{id}/holds/{hold}',
    request: { params: holdParam, ...jsonBody(releaseBody) },
    responses: answers(200, acted),
  }),
  cancel: act('put', '/cancellation', reasonBody),
  restore: act('delete', '/cancellation', reasonBody),
  complete: route(ACT, {
    method: 'put',
    path: '/runs/{id}/completion',
    request: { params: idParam },
    responses: answers(200, acted),
  }),
  override: route(ACT, {
    method: 'put',
    path: '/runs/{id}/steps/{key}/override',
    request: { params: stepParam, ...jsonBody(overrideBody) },
    responses: answers(200, acted),
  }),
  clear: route(ACT, {
    method: 'delete',
    path: '/runs/{id}/steps/{key}/override',
    request: { params: stepParam },
    responses: answers(200, acted),
  }),
  comment: act(
    'post',
    '/comments',
    z.strictObject({
      text: z.string().trim().min(1, 'Write the comment.').max(10_000),
      mentions: z.array(z.uuid()).max(50).default([]),
      step: z.string().max(40).optional(),
    }),
  ),
};

export interface RunsApiOptions {
  kernel: Kernel;
  runs: Room<RunState, RunCommand>;
  subjects: SubjectsPort<Desk>;
  bulk: Record<string, { fields: z.ZodRawShape; command: BulkCommand }>;
}

export const runsApi = ({ kernel, runs, subjects, bulk }: RunsApiOptions) => {
  const steer = async (place: Place, id: Id, command: RunCommand, version?: number) => {
    const done = yesOrThrow(await perform(kernel, place, runs, { id, command, version }));
    return { id, version: done.state.run.version, act_id: done.act_id, event_id: done.events[0]?.id ?? null };
  };
  const seen = (c: { req: { header(name: string): string | undefined } }) => versionSeen(c.req.header('if-match'));
  return router()
    .openapi(routes.list, async (c) =>
      c.json(
        await atDesk(kernel, c.get('place'), (desk) => listRuns(desk, c.req.valid('query'), c.get('place').caller.who)),
        200,
      ),
    )
    .openapi(routes.strip, async (c) =>
      c.json(
        await atDesk(kernel, c.get('place'), (desk) =>
          runStrip(
            desk,
            c.get('place').caller.who,
            addDays(desk.today, 7 - dayOfWeek(desk.today)),
            addMilliseconds(desk.now, -30 * 86_400_000),
          ),
        ),
        200,
      ),
    )
    .openapi(routes.get, async (c) => {
      const { id } = c.req.valid('param');
      const found = await atDesk(kernel, c.get('place'), (desk) =>
        shown(desk, subjects, id, c.get('place').caller.who),
      );
      c.header('etag', `"${found.version}"`);
      return c.json(found, 200);
    })
    .openapi(routes.change, async (c) => {
      const { owner, run_date } = c.req.valid('json');
      const { id } = c.req.valid('param');
      const version = seen(c);
      const first = owner ? await steer(c.get('place'), id, { do: 'assign_owner', owner }, version) : null;
      const second =
        run_date !== undefined
          ? await steer(c.get('place'), id, { do: 'change_run_date', run_date }, first?.version ?? version)
          : null;
      const last = second ?? first;
      if (!last) throw new HttpRefusal(notFound('There is nothing to change.'));
      return c.json(last, 200);
    })
    .openapi(routes.hold, async (c) =>
      c.json(
        await steer(c.get('place'), c.req.valid('param').id, {
          do: 'hold',
          id: newId(),
          ...given(c.req.valid('json')),
        }),
        200,
      ),
    )
    .openapi(routes.release, async (c) => {
      const { id, hold } = c.req.valid('param');
      return c.json(await steer(c.get('place'), id, { do: 'release', hold, ...c.req.valid('json') }), 200);
    })
    .openapi(routes.cancel, async (c) =>
      c.json(
        await steer(c.get('place'), c.req.valid('param').id, { do: 'cancel', ...c.req.valid('json') }, seen(c)),
        200,
      ),
    )
    .openapi(routes.restore, async (c) =>
      c.json(
        await steer(c.get('place'), c.req.valid('param').id, { do: 'restore', ...c.req.valid('json') }, seen(c)),
        200,
      ),
    )
    .openapi(routes.complete, async (c) =>
      c.json(await steer(c.get('place'), c.req.valid('param').id, { do: 'complete_early' }, seen(c)), 200),
    )
    .openapi(routes.override, async (c) => {
      const { id, key } = c.req.valid('param');
      return c.json(
        await steer(c.get('place'), id, { do: 'override_step', step: key, ...given(c.req.valid('json')) }),
        200,
      );
    })
    .openapi(routes.clear, async (c) =>
      c.json(
        await steer(c.get('place'), c.req.valid('param').id, { do: 'clear_override', step: c.req.valid('param').key }),
        200,
      ),
    )
    .openapi(routes.comment, async (c) =>
      c.json(
        await steer(c.get('place'), c.req.valid('param').id, { do: 'comment', ...given(c.req.valid('json')) }),
        200,
      ),
    )
    .route(
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

/** Holding, cancelling and giving away in bulk, each row by the rule of the single act (WF-115). */
export const runBulk = (runs: Room<RunState, RunCommand>): RunsApiOptions['bulk'] => {
  const command = (name: string, title: string, make: (data: Record<string, Json>) => RunCommand): BulkCommand => ({
    name: `run.${name}`,
    room: runs,
    wanted: (id, data) => ({ id, command: make(data as Record<string, Json>) }),
    title: () => title,
  });
  return {
    hold: {
      fields: holdBody.shape,
      command: command('hold', 'Hold runs', ({ reason, until }) => ({
        do: 'hold',
        id: newId(),
        reason: reason as string,
        ...(until ? { until: until as string } : {}),
      })),
    },
    cancel: {
      fields: reasonBody.shape,
      command: command('cancel', 'Cancel runs', ({ reason }) => ({ do: 'cancel', reason: reason as string })),
    },
    release: {
      fields: releaseBody.shape,
      command: command('release', 'Release runs', ({ dates }) => ({
        do: 'release_by_hand',
        dates: dates as 'shift' | 'keep',
      })),
    },
    assign_owner: {
      fields: { owner: z.uuid() },
      command: command('assign_owner', 'Give runs to another owner', ({ owner }) => ({
        do: 'assign_owner',
        owner: owner as string,
      })),
    },
  };
};

/** One run for its page: 404 for whoever may not see it, except that a task of one's own opens its run. */
const shown = async (desk: Desk, subjects: SubjectsPort<Desk>, id: Id, who: Who): Promise<z.infer<typeof detail>> => {
  const state = (await loadRuns(desk, subjects, [id])).get(id);
  const own = state?.tasks.some(
    (task) => task.assignee_id && [who.member_id, ...who.deputy_for].includes(task.assignee_id),
  );
  const no = state ? (own ? null : maySee(state, who)) : notFound();
  if (!state || no) throw new HttpRefusal(no ?? notFound());
  const context = { now: desk.now, today: desk.today, practice: desk.practice, who, newId };
  return {
    id,
    version: state.run.version,
    state: state as unknown as Record<string, unknown>,
    plan: plan(state, context) as unknown as Record<string, unknown>[],
  };
};
