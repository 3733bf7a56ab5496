import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, SIGNED_IN, writes } from '#kernel/access/roles/rules.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { type Column, EXPORT_MOST, exportFile } from '#people/fields/exporting.ts';
import { done, type EmployeesDoor, found } from './access.ts';
import { employeeBulk } from './bulk.ts';
import {
  allEmployees,
  EMPLOYEE_SORTS,
  type EmployeeRow,
  employeeFilters,
  employeeIds,
  listEmployees,
} from './lists.ts';
import { employeeChanges, newEmployee } from './model.ts';
import { employeeSchema, presented } from './present.ts';
import { cardOf, maySee } from './rules.ts';
import { STATUSES } from './status.ts';

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string(),
    display_name: z.string(),
    job_title: z.string().nullable(),
    team: z.string().nullable(),
    status: z.enum(STATUSES),
    start_on: z.string().nullable(),
    end_on: z.string().nullable(),
    manager: z.object({ id: z.uuid(), display_name: z.string() }).nullable(),
    member_id: z.uuid().nullable(),
    sign_in: z.string(),
    tags: z.array(z.uuid()),
    open_runs: z.int(),
    overdue_tasks: z.int(),
    next_due: z.string().nullable(),
  })
  .openapi('EmployeeRow');
const card = z
  .object({
    id: z.uuid(),
    display_name: z.string(),
    job_title: z.string().nullable(),
    start_on: z.string().nullable(),
    end_on: z.string().nullable(),
  })
  .openapi('EmployeeCard');

const seen = reads('people', 'employees.read');
const changes = writes('people', 'employees.read');
const one = { params: idParam };
const list = route(seen, {
  method: 'get',
  path: '/employees',
  request: { query: listQuery(EMPLOYEE_SORTS, employeeFilters) },
  responses: answers(200, pageOf(row)),
});
const file = route(seen, {
  method: 'get',
  path: '/employees.csv',
  request: { query: z.strictObject(employeeFilters) },
  responses: { 200: { description: 'All rows of the filter', content: { 'text/csv': { schema: z.string() } } } },
});
const add = route(changes, {
  method: 'post',
  path: '/employees',
  request: jsonBody(newEmployee),
  responses: answers(201, employeeSchema),
});
const show = route(seen, {
  method: 'get',
  path: '/employees/{id}',
  request: one,
  responses: answers(200, employeeSchema),
});
// Whoever has a task about an employee sees the card without seeing employees (PE-102), so the handler asks.
const showCard = route(SIGNED_IN, {
  method: 'get',
  path: '/employee-cards/{id}',
  request: one,
  responses: answers(200, card),
});
const change = route(changes, {
  method: 'patch',
  path: '/employees/{id}',
  request: { ...one, ...jsonBody(employeeChanges) },
  responses: answers(200, employeeSchema),
});
const remove = route(changes, {
  method: 'delete',
  path: '/employees/{id}',
  request: one,
  responses: answers(200, employeeSchema),
});

const COLUMNS: readonly Column<EmployeeRow>[] = [
  ['number', (one) => one.number],
  ['name', (one) => one.display_name],
  ['job_title', (one) => one.job_title],
  ['team', (one) => one.team],
  ['status', (one) => one.status],
  ['start_on', (one) => one.start_on],
  ['end_on', (one) => one.end_on],
  ['manager', (one) => one.manager?.display_name ?? null],
  ['sign_in', (one) => one.sign_in],
  ['open_runs', (one) => one.open_runs],
];

/** Employees: list, file, add, page, card, change, delete, bulk (people.md section 5). */
export const employeesApi = (door: EmployeesDoor) => {
  const { kernel, port, room } = door;
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const listing = { who: place.caller.who, port };
      return c.json(await atDesk(kernel, place, (desk) => listEmployees(desk, listing, c.req.valid('query'))), 200);
    })
    .openapi(file, async (c) => {
      const place = c.get('place');
      const filter = c.req.valid('query');
      const text = await atDesk(kernel, place, async (desk) => {
        const rows = await allEmployees(desk, { who: place.caller.who, port }, filter, EXPORT_MOST);
        return exportFile(desk, place.caller, { list: 'employees', filter, columns: COLUMNS }, rows);
      });
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="employees.csv"');
      return c.body(text, 200) as never;
    })
    .openapi(add, async (c) => {
      const shown = await done(door, c.get('place'), { id: newId() }, { do: 'add', ...c.req.valid('json') });
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 201);
    })
    .openapi(show, async (c) => {
      const { id } = c.req.valid('param');
      const shown = await atDesk(kernel, c.get('place'), async (desk) => presented(desk, await found(desk, id)));
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(showCard, async (c) => {
      const place = c.get('place');
      const { who } = place.caller;
      const shown = await atDesk(kernel, place, async (desk) => {
        const employee = await found(desk, c.req.valid('param').id);
        const tasks = maySee(who) ? await port.taskMembers(desk, [employee.id]) : null;
        if (tasks && !(who.member_id && tasks.get(employee.id)?.includes(who.member_id)))
          throw new HttpRefusal(notFound());
        return cardOf(employee);
      });
      return c.json(shown, 200);
    })
    .openapi(change, async (c) => {
      const at = { id: c.req.valid('param').id, version: versionSeen(c.req.header('if-match')) };
      const shown = await done(door, c.get('place'), at, { do: 'change', ...c.req.valid('json') });
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(remove, async (c) => {
      const at = { id: c.req.valid('param').id, version: versionSeen(c.req.header('if-match')) };
      return c.json(await done(door, c.get('place'), at, { do: 'delete' }), 200);
    })
    .route(
      '/',
      bulkDoor(kernel, {
        path: '/employees/bulk',
        permission: seen,
        commands: employeeBulk(room),
        filter: employeeFilters,
        idsOf: (desk, _who, filter, most) => employeeIds(desk, port, filter, most),
      }),
    );
};
