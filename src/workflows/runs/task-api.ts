import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import {
  assignBody,
  commentBody,
  dueBody,
  finishBody,
  type LoneTaskCommand,
  newTaskBody,
  type RunCommand,
  reopenBody,
  skipBody,
  type TaskCommand,
} from './commands.ts';
import type { RunState, Task, Work } from './model.ts';
import { taskRoot } from './rows.ts';
import { listTasks, myCounts, TASK_SORTS, TASK_VIEWS } from './task-list.ts';

const ACT = { module: null, level: 'write' } as const;
const date = z.string();
const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    run_id: z.uuid().nullable(),
    run_version: z.int().nullable(),
    step_key: z.string().nullable(),
    round: z.int(),
    title: z.string(),
    required: z.boolean(),
    state: z.enum(['waiting', 'ready', 'in_progress', 'done', 'skipped', 'cancelled', 'failed']),
    assignee_id: z.uuid().nullable(),
    assignee: z.string().nullable(),
    pool_role_id: z.string().nullable(),
    for_member_id: z.uuid().nullable(),
    for_member: z.string().nullable(),
    due_on: date.nullable(),
    due_by_hand: z.boolean(),
    ready_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    outcome: z.string().nullable(),
    subject_kind: z.enum(['person', 'employee', 'invoice']).nullable(),
    subject_id: z.uuid().nullable(),
    subject: z.string().nullable(),
    client_id: z.uuid().nullable(),
    workflow_id: z.uuid().nullable(),
    workflow: z.string().nullable(),
    held: z.boolean(),
    needs_attention: z.string().nullable(),
  })
  .openapi('TaskRow');
/** A task after an act: its state and version, and where the next act goes. */
const acted = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state: z.string(),
    run_id: z.uuid().nullable(),
    act_id: z.uuid(),
    event_id: z.uuid().nullable(),
  })
  .openapi('TaskAct');

const filters = {
  view: z.enum(TASK_VIEWS).default('mine'),
  bucket: z.enum(['overdue', 'today', 'week', 'later']).optional(),
  state: z.enum(['open', 'ready', 'in_progress', 'done', 'skipped']).optional(),
  workflow: z.uuid().optional(),
  run: z.uuid().optional(),
  subject: z.uuid().optional(),
  kind: z.enum(['person', 'employee', 'invoice']).optional(),
  assignee: z.uuid().optional(),
  q: z.string().max(100).optional(),
};
const counts = z.object({
  overdue: z.int(),
  today: z.int(),
  week: z.int(),
  later: z.int(),
  pools: z.int(),
  deputy: z.int(),
});

const list = route('signed_in', {
  method: 'get',
  path: '/tasks',
  request: { query: listQuery(TASK_SORTS, filters) },
  responses: answers(200, pageOf(row)),
});
const countsRoute = route('signed_in', { method: 'get', path: '/my-work', responses: answers(200, counts) });
const add = route(ACT, {
  method: 'post',
  path: '/tasks',
  request: jsonBody(
    newTaskBody.extend({
      run: z.uuid().optional(),
      subject: z.strictObject({ record: z.enum(['person', 'employee']), id: z.uuid() }).optional(),
    }),
  ),
  responses: answers(201, acted),
});
const put = <S extends z.ZodType>(path: string, body: S) =>
  route(ACT, {
    method: 'put',
    path: `/tasks/{id}/${path}`,
    request: { params: idParam, ...jsonBody(body) },
    responses: answers(200, acted),
  });
const bare = (method: 'put' | 'delete', path: string) =>
  route(ACT, { method, path: `/tasks/{id}/${path}`, request: { params: idParam }, responses: answers(200, acted) });
const routes = {
  start: bare('put', 'start'),
  putBack: bare('delete', 'start'),
  finish: put('completion', finishBody),
  reopen: route(ACT, {
    method: 'delete',
    path: '/tasks/{id}/completion',
    request: { params: idParam, ...jsonBody(reopenBody) },
    responses: answers(200, acted),
  }),
  skip: put('skip', skipBody),
  assign: put('assignment', assignBody),
  due: put('due-date', dueBody),
  restoreDue: bare('delete', 'due-date'),
  cancel: route(ACT, {
    method: 'delete',
    path: '/tasks/{id}',
    request: { params: idParam },
    responses: answers(200, acted),
  }),
  comment: route(ACT, {
    method: 'post',
    path: '/tasks/{id}/comments',
    request: { params: idParam, ...jsonBody(commentBody) },
    responses: answers(201, acted),
  }),
  retry: route(ACT, {
    method: 'post',
    path: '/tasks/{id}/retry',
    request: { params: idParam },
    responses: answers(200, acted),
  }),
  markDone: route(ACT, {
    method: 'post',
    path: '/tasks/{id}/done-by-hand',
    request: { params: idParam },
    responses: answers(200, acted),
  }),
};
const tickParam = idParam.extend({ line: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) });
const tick = route(ACT, {
  method: 'put',
  path: '/tasks/{id}/ticks/{line}',
  request: { params: tickParam },
  responses: answers(200, acted),
});
const untick = route(ACT, {
  method: 'delete',
  path: '/tasks/{id}/ticks/{line}',
  request: { params: tickParam },
  responses: answers(200, acted),
});

export interface RunRooms {
  runs: Room<RunState, RunCommand>;
  loneTasks: Room<Work, LoneTaskCommand>;
}

/** Acts on tasks, wherever a task lives: in a run the run decides, a task by hand alone decides for itself. */
export const tasksApi = (kernel: Kernel, { runs, loneTasks }: RunRooms) => {
  const act = async (
    place: Place,
    id: Id,
    make: (task: Id) => TaskCommand | Extract<RunCommand, { do: 'retry_action' | 'mark_action_done' }>,
  ) => {
    const root = await inPractice(kernel.db, place.practice_id, (desk) => taskRoot(desk, id));
    if (!root) throw new HttpRefusal(notFound());
    const command = make(id);
    const done = root.run_id
      ? yesOrThrow(await perform(kernel, place, runs, { id: root.run_id, command: command as RunCommand }))
      : yesOrThrow(await perform(kernel, place, loneTasks, { id, command: command as LoneTaskCommand }));
    return answerOf(id, done.state.tasks, done);
  };
  const seen = (c: { req: { header(name: string): string | undefined } }) => versionSeen(c.req.header('if-match'));
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      return c.json(
        await atDesk(kernel, place, (desk) => listTasks(desk, c.req.valid('query'), place.caller.who)),
        200,
      );
    })
    .openapi(countsRoute, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => myCounts(desk, c.get('place').caller.who)), 200),
    )
    .openapi(add, async (c) => {
      const { run, subject, ...task } = c.req.valid('json');
      const id = newId();
      const command = { do: 'add_task' as const, id, ...given(task) };
      const done = run
        ? yesOrThrow(await perform(kernel, c.get('place'), runs, { id: run, command }))
        : yesOrThrow(
            await perform(kernel, c.get('place'), loneTasks, {
              id,
              command: { ...command, ...(subject && { subject }) },
            }),
          );
      return c.json(answerOf(id, done.state.tasks, done), 201);
    })
    .openapi(routes.start, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'start_task', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(routes.putBack, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'put_back', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(routes.finish, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'finish_task',
          task,
          seen: seen(c),
          ...given(c.req.valid('json')),
        })),
        200,
      ),
    )
    .openapi(routes.reopen, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'reopen_task',
          task,
          seen: seen(c),
          ...given(c.req.valid('json')),
        })),
        200,
      ),
    )
    .openapi(routes.skip, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'skip_task',
          task,
          seen: seen(c),
          ...given(c.req.valid('json')),
        })),
        200,
      ),
    )
    .openapi(routes.assign, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'assign_task',
          task,
          seen: seen(c),
          ...given(c.req.valid('json')),
        })),
        200,
      ),
    )
    .openapi(routes.due, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'set_due',
          task,
          seen: seen(c),
          ...c.req.valid('json'),
        })),
        200,
      ),
    )
    .openapi(routes.restoreDue, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'restore_due', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(routes.cancel, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'cancel_task', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(routes.comment, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'comment', task, ...c.req.valid('json') })),
        201,
      ),
    )
    .openapi(routes.retry, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'retry_action', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(routes.markDone, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({ do: 'mark_action_done', task, seen: seen(c) })),
        200,
      ),
    )
    .openapi(tick, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'tick',
          task,
          line: c.req.valid('param').line,
        })),
        200,
      ),
    )
    .openapi(untick, async (c) =>
      c.json(
        await act(c.get('place'), c.req.valid('param').id, (task) => ({
          do: 'untick',
          task,
          line: c.req.valid('param').line,
        })),
        200,
      ),
    );
};

/** Without the fields that were left out, so that «absent» stays absent. */
export const given = <T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;

const answerOf = (id: Id, tasks: readonly Task[], done: { act_id: Id; events: readonly { id: Id }[] }) => {
  const task = tasks.find((one) => one.id === id)!;
  return {
    id,
    version: task.version,
    state: task.state,
    run_id: task.run_id,
    act_id: done.act_id,
    event_id: done.events[0]?.id ?? null,
  };
};
