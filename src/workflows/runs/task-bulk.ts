import type { z } from '@hono/zod-openapi';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import { assignBody, dueBody, finishBody, skipBody, type TaskCommand } from './commands.ts';
import { taskRoots } from './rows.ts';
import type { BulkVerb } from './run-bulk.ts';
import type { RunRooms } from './task-api.ts';

/** What people do with many tasks, each decided by its run, or alone, as the single act is (PL-72, PL-73, WF-122). */
export const taskBulk = ({ runs, loneTasks }: RunRooms): Record<string, BulkVerb> => {
  const verb = (
    name: string,
    { title, fields, does }: { title: string; fields: z.ZodRawShape; does: TaskCommand['do'] },
  ): BulkVerb => {
    const command: BulkCommand = {
      name: `task.${name}`,
      room: loneTasks,
      thing_kind: 'task',
      homes: async (desk, tasks) => {
        const inRuns = (await taskRoots(desk, tasks)).flatMap(({ id, run_id }) =>
          run_id ? [[id, { room: runs, id: run_id }] as const] : [],
        );
        return new Map(inRuns);
      },
      wanted: (task, data) => {
        const { do: _, ...given } = data as Record<string, Json>;
        return { id: task, command: { ...given, do: does, task } };
      },
      title: () => title,
    };
    return { fields, command };
  };
  return {
    start: verb('start', { title: 'Start tasks', fields: {}, does: 'start_task' }),
    finish: verb('finish', {
      title: 'Finish tasks',
      fields: finishBody.pick({ outcome: true, answers: true }).shape,
      does: 'finish_task',
    }),
    skip: verb('skip', { title: 'Skip tasks', fields: skipBody.shape, does: 'skip_task' }),
    assign: verb('assign', { title: 'Assign tasks', fields: assignBody.shape, does: 'assign_task' }),
    set_due: verb('set_due', { title: 'Date tasks', fields: dueBody.shape, does: 'set_due' }),
  };
};
