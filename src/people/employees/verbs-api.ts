import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { writes } from '#kernel/access/roles/rules.ts';
import { answers, type Env, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { erasureBody } from '#people/fields/text.ts';
import { done, type EmployeesDoor } from './access.ts';
import { eraseEmployee } from './erasing.ts';
import { type EmployeeCommand, lastDayBody, leaveBody, leaveEndBody, onboardedBody, rehireBody } from './model.ts';
import { employeeSchema } from './present.ts';

const changes = writes('people', 'employees.read');
const posts = <B extends z.ZodType>(path: string, body: B) =>
  route(changes, {
    method: 'post',
    path,
    request: { params: idParam, ...jsonBody(body) },
    responses: answers(201, employeeSchema),
  });
const restore = route(changes, {
  method: 'post',
  path: '/employees/{id}/restoration',
  request: { params: idParam },
  responses: answers(201, employeeSchema),
});
const erasure = route(writes('people', 'person.erase'), {
  method: 'post',
  path: '/employees/{id}/erasure',
  request: { params: idParam, ...jsonBody(erasureBody) },
  responses: answers(201, employeeSchema),
});

/** What one does with an employee besides changing the record: each verb is a resource below it. */
export const employeeVerbsApi = (door: EmployeesDoor) => {
  const verb = async (c: Context<Env>, command: EmployeeCommand) => {
    const seen = c.req.header('if-match');
    const at = { id: c.req.param('id')!, version: seen ? versionSeen(seen) : undefined };
    const shown = await done(door, c.get('place'), at, command);
    c.header('etag', `"${shown.version}"`);
    return shown;
  };
  return router()
    .openapi(posts('/employees/{id}/onboarding', onboardedBody), async (c) =>
      c.json(await verb(c, { do: 'mark_onboarded', ...c.req.valid('json') }), 201),
    )
    .openapi(posts('/employees/{id}/leaves', leaveBody), async (c) =>
      c.json(await verb(c, { do: 'start_leave', ...c.req.valid('json') }), 201),
    )
    .openapi(posts('/employees/{id}/return', leaveEndBody), async (c) =>
      c.json(await verb(c, { do: 'end_leave', ...c.req.valid('json') }), 201),
    )
    .openapi(posts('/employees/{id}/last-day', lastDayBody), async (c) =>
      c.json(await verb(c, { do: 'set_last_day', ...c.req.valid('json') }), 201),
    )
    .openapi(posts('/employees/{id}/rehiring', rehireBody), async (c) =>
      c.json(await verb(c, { do: 'rehire', ...c.req.valid('json') }), 201),
    )
    .openapi(restore, async (c) => c.json(await verb(c, { do: 'restore' }), 201))
    .openapi(erasure, async (c) =>
      c.json(await eraseEmployee(door, c.get('place'), c.req.valid('param').id, c.req.valid('json').number), 201),
    );
};
