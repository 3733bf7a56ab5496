import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import { type EmployeeCommand, lastDayBody, onboardedBody } from './model.ts';
import type { EmployeesRoom } from './store.ts';

const FIELDS = {
  add_tag: { tag: z.uuid() },
  remove_tag: { tag: z.uuid() },
  mark_onboarded: onboardedBody.shape,
  set_last_day: lastDayBody.shape,
} satisfies Partial<Record<EmployeeCommand['do'], z.ZodRawShape>>;
type Verb = keyof typeof FIELDS;

const TITLES: Record<Verb, string> = {
  add_tag: 'Add a tag to employees',
  remove_tag: 'Take a tag off employees',
  mark_onboarded: 'Mark employees as onboarded',
  set_last_day: 'Set the last day of employees',
};
const VERBS = Object.keys(FIELDS) as Verb[];

/** The commands of `POST /employees/bulk` (PL-72, PE-110); each row is decided as if alone. */
export const employeeBulk = (room: EmployeesRoom) =>
  Object.fromEntries(
    VERBS.map((verb) => [verb, { fields: FIELDS[verb] as z.ZodRawShape, command: bulkCommand(room, verb) }]),
  );

/** The same by name, for the workers that go on with a large one. */
export const employeeBulkCommands = (room: EmployeesRoom): BulkCommand[] =>
  VERBS.map((verb) => bulkCommand(room, verb));

const bulkCommand = (room: EmployeesRoom, verb: Verb): BulkCommand => ({
  name: `people.employee.${verb}`,
  room,
  wanted: (thing: Id, data: Json) => ({ id: thing, command: data as unknown as EmployeeCommand }),
  title: () => TITLES[verb],
});
