import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { Employee, EmployeeCommand } from './model.ts';
import type { EmployeesPort } from './port.ts';
import { presented, type ShownEmployee } from './present.ts';
import { type EmployeesRoom, readEmployees, survivingEmployee } from './store.ts';

/** What the routes of employees share. */
export interface EmployeesDoor {
  kernel: Kernel;
  port: EmployeesPort<Desk>;
  room: EmployeesRoom;
}

/** The record at an address, or the survivor of an absorbed one; deleted ones answer as if absent. */
export const found = async (desk: Desk, id: Id): Promise<Employee> => {
  const [employee] = await readEmployees(desk, [await survivingEmployee(desk, id)]);
  if (!employee || employee.deleted_at) throw new HttpRefusal(notFound());
  return employee;
};

/** One command on the employee at an address, and the page as it stands then. */
export const done = async (
  { kernel, room }: EmployeesDoor,
  place: Place,
  { id, version }: { id: Id; version?: number | undefined },
  command: EmployeeCommand,
): Promise<ShownEmployee> => {
  yesOrThrow(await perform(kernel, place, room, { id, command, version }));
  return atDesk(kernel, place, async (desk) => presented(desk, (await readEmployees(desk, [id]))[0]!));
};
