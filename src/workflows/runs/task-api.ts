import { z } from '@hono/zod-openapi';
import { type Id, isId, newId } from '#ground/id.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { notFound, ref } from '#kernel/decision/rules.ts';
import { fileSchema, shownFile } from '#kernel/files/shown.ts';
import { filesOfThings } from '#kernel/files/store.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { type Readable, unreadable } from '#kernel/http/readable.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import {
  answersBody,
  assignBody,
  commentBody,
  dueBody,
  filesBody,
  finishBody,
  handBackBody,
  type LoneTaskCommand,
  newTaskBody,
  type RunCommand,
  reopenBody,
  skipBody,
  type TaskCommand,
} from './commands.ts';
import type { RunState, Task, Work } from './model.ts';
import { taskRoot } from './rows.ts';
import { taskBulk } from './task-bulk.ts';
import { listTasks, myCounts, TASK_SORTS } from './task-list.ts';
import { readTask } from './task-read.ts';
import { taskActed, taskDetail, taskFilters, taskRow, workCounts } from './task-shapes.ts';

const ACT = { module: null, level: 'write' } as const;
const list = route('signed_in', {
  method: 'get',
  path: '/tasks',
  request: { query: listQuery(TASK_SORTS, taskFilters) },
  responses: answers(200, pageOf(taskRow)),
});
const counts = route('signed_in', { method: 'get', path: '/my-work', responses: answers(200, workCounts) });
const add = route(ACT, {
  method: 'post',
  path: '/tasks',
  request: jsonBody(
    newTaskBody.extend({
      run: z.uuid().optional(),
      subject: z.strictObject({ record: z.enum(['person', 'employee']), id: z.uuid() }).optional(),
    }),
  ),
  responses: answers(201, taskActed),
});
const files = route('signed_in', {
  method: 'get',
  path: '/tasks/{id}/files',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(fileSchema) })),
});
const fileParam = idParam.extend({ file: z.uuid() });
const get = route('signed_in', {
  method: 'get',
  path: '/tasks/{id}',
  request: { params: idParam },
  responses: answers(200, taskDetail),
});
const lineParam = idParam.extend({ line: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) });

export interface RunRooms {
  runs: Room<RunState, RunCommand>;
  loneTasks: Room<Work, LoneTaskCommand>;
}

export interface TaskDoors extends RunRooms {
  /** Who may read a task reads its files (PL-114). */
  readable: Readable;
}
/** What a person does with one task; the machine's failed actions too. */
type OnOneTask = TaskCommand | Extract<RunCommand, { do: 'retry_action' | 'mark_action_done' }>;

/** Acts on tasks, wherever a task lives: in a run the run decides, a task by hand alone decides for itself. */
export const tasksApi = (kernel: Kernel, { readable, ...rooms }: TaskDoors) => {
  const lists = router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      return c.json(
        await atDesk(kernel, place, (desk) => listTasks(desk, c.req.valid('query'), place.caller.who)),
        200,
      );
    })
    .openapi(counts, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => myCounts(desk, c.get('place').caller.who)), 200),
    )
    .openapi(files, async (c) => {
      const thing = ref('task', c.req.valid('param').id);
      const items = await atDesk(kernel, c.get('place'), async (desk) => {
        const no = await unreadable(readable, desk, c.get('place').caller.who, thing);
        if (no) throw new HttpRefusal(no);
        return filesOfThings(desk, [thing]);
      });
      return c.json({ items: items.map(shownFile) }, 200);
    })
    .openapi(get, async (c) => {
      const { place } = c.var;
      const found = await atDesk(kernel, place, (desk) => readTask(desk, c.req.valid('param').id, place.caller.who));
      if (!found) throw new HttpRefusal(notFound());
      c.header('etag', `"${found.version}"`);
      return c.json(found as never, 200);
    })
    .openapi(add, async (c) => {
      const { run, subject, ...task } = c.req.valid('json');
      const id = newId();
      const command = { do: 'add_task' as const, id, ...given(task) };
      const place = c.get('place');
      const done = run
        ? yesOrThrow(await perform(kernel, place, rooms.runs, { id: run, command }))
        : yesOrThrow(
            await perform(kernel, place, rooms.loneTasks, { id, command: { ...command, ...(subject && { subject }) } }),
          );
      return c.json(answerOf(id, done.state.tasks, done), 201);
    });
  return mount(lists, taskActs(kernel, rooms)).route(
    '/',
    bulkDoor(kernel, {
      path: '/tasks/bulk',
      permission: ACT,
      commands: taskBulk(rooms),
      filter: taskFilters,
      idsOf: async (desk, who, filter, most) =>
        (await listTasks(desk, { ...filter, limit: most, sort: 'due_on' }, who)).items.map(({ id }) => id),
    }) as never,
  );
};

const taskActs = (kernel: Kernel, rooms: RunRooms) => {
  const on = <Params extends z.ZodType = typeof idParam, Body extends z.ZodType = z.ZodUndefined>(
    door: Omit<Parameters<typeof oneAct<typeof taskActed, Params, Body>>[0], 'permission'>,
    make: (task: Id, asked: Asked<z.output<Body>, z.output<Params>>) => OnOneTask,
  ) =>
    oneAct<typeof taskActed, Params, Body>({ ...door, permission: ACT }, taskActed, (asked) =>
      actOn(kernel, asked.place, rooms, make(asked.id, asked)),
    );
  return [
    on({ at: 'put /tasks/{id}/start' }, (task, { seen }) => ({ do: 'start_task', task, seen })),
    on({ at: 'delete /tasks/{id}/start' }, (task, { seen }) => ({ do: 'put_back', task, seen })),
    on({ at: 'put /tasks/{id}/completion', body: finishBody }, (task, { seen, body }) => ({
      do: 'finish_task',
      task,
      seen,
      ...body,
    })),
    on({ at: 'delete /tasks/{id}/completion', body: reopenBody }, (task, { seen, body }) => ({
      do: 'reopen_task',
      task,
      seen,
      ...body,
    })),
    on({ at: 'put /tasks/{id}/skip', body: skipBody }, (task, { seen, body }) => ({
      do: 'skip_task',
      task,
      seen,
      ...body,
    })),
    on({ at: 'put /tasks/{id}/assignment', body: assignBody }, (task, { seen, body }) => ({
      do: 'assign_task',
      task,
      seen,
      ...body,
    })),
    on({ at: 'put /tasks/{id}/due-date', body: dueBody }, (task, { seen, body }) => ({
      do: 'set_due',
      task,
      seen,
      ...body,
    })),
    on({ at: 'delete /tasks/{id}/due-date' }, (task, { seen }) => ({ do: 'restore_due', task, seen })),
    on({ at: 'put /tasks/{id}/approval' }, (task, { seen }) => ({ do: 'approve', task, seen })),
    on({ at: 'post /tasks/{id}/hand-backs', body: handBackBody, status: 201 }, (task, { seen, body }) => ({
      do: 'hand_back',
      task,
      seen,
      ...body,
    })),
    on({ at: 'delete /tasks/{id}/submission' }, (task, { seen }) => ({ do: 'withdraw', task, seen })),
    on({ at: 'delete /tasks/{id}' }, (task, { seen }) => ({ do: 'cancel_task', task, seen })),
    on({ at: 'post /tasks/{id}/comments', body: commentBody, status: 201 }, (task, { body }) => ({
      do: 'comment',
      task,
      ...body,
    })),
    on({ at: 'post /tasks/{id}/files', body: filesBody, status: 201 }, (task, { body }) => ({
      do: 'attach_files',
      task,
      ...body,
    })),
    on({ at: 'delete /tasks/{id}/files/{file}', params: fileParam }, (task, { params: { file } }) => ({
      do: 'remove_file',
      task,
      file,
    })),
    on({ at: 'put /tasks/{id}/form-answer', body: answersBody }, (task, { seen, body: { answers } }) => ({
      do: 'answer_form',
      task,
      seen,
      answers,
      files: Object.values(answers).flatMap((one) => (Array.isArray(one) ? one.map(String).filter(isId) : [])),
    })),
    on({ at: 'post /tasks/{id}/form-letters', status: 201 }, (task, { seen }) => ({ do: 'ask_again', task, seen })),
    on({ at: 'post /tasks/{id}/retry' }, (task, { seen }) => ({ do: 'retry_action', task, seen })),
    on({ at: 'post /tasks/{id}/done-by-hand' }, (task, { seen }) => ({ do: 'mark_action_done', task, seen })),
    on({ at: 'put /tasks/{id}/ticks/{line}', params: lineParam }, (task, { params: { line } }) => ({
      do: 'tick',
      task,
      line,
    })),
    on({ at: 'delete /tasks/{id}/ticks/{line}', params: lineParam }, (task, { params: { line } }) => ({
      do: 'untick',
      task,
      line,
    })),
  ];
};

const actOn = async (kernel: Kernel, place: Place, { runs, loneTasks }: RunRooms, command: OnOneTask) => {
  const id = command.task!;
  const root = await inPractice(kernel.db, place.practice_id, (desk) => taskRoot(desk, id));
  if (!root) throw new HttpRefusal(notFound());
  const done = root.run_id
    ? yesOrThrow(await perform(kernel, place, runs, { id: root.run_id, command: command as RunCommand }))
    : yesOrThrow(await perform(kernel, place, loneTasks, { id, command: command as LoneTaskCommand }));
  return answerOf(id, done.state.tasks, done);
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
