import { itemBulk } from '#inbox/items/bulk.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import { messageBulk } from '#messages/outbox/bulk.ts';
import { employeeBulkCommands } from '#people/employees/bulk.ts';
import { personBulkCommands } from '#people/persons/bulk.ts';
import { launchBulk } from '#workflows/launch/api.ts';
import { runBulk } from '#workflows/runs/run-bulk.ts';
import { taskBulk } from '#workflows/runs/task-bulk.ts';
import { applyBulk } from '#workflows/triggers/existing.ts';
import { employees, items, launches, loneTasks, messages, persons, runs } from './rooms.ts';

/** Every act that may be given to many things, by the name under which a bulk operation is kept. */
export const BULK_COMMANDS: ReadonlyMap<string, BulkCommand> = new Map(
  [
    launchBulk(launches).command,
    applyBulk(launches),
    ...Object.values(runBulk(runs)).map(({ command }) => command),
    ...Object.values(taskBulk({ runs, loneTasks })).map(({ command }) => command),
    ...Object.values(messageBulk(messages)).map(({ command }) => command),
    ...Object.values(itemBulk(items)).map(({ command }) => command),
    ...personBulkCommands(persons),
    ...employeeBulkCommands(employees),
  ].map((command) => [command.name, command]),
);
