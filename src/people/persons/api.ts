import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { done, found, type PersonsDoor, shownNow } from './access.ts';
import { asOf } from './as-of.ts';
import { addBody } from './bodies.ts';
import { personBulk } from './bulk.ts';
import { personChanges, taxPeriod } from './content.ts';
import { exported } from './export.ts';
import { personFilters } from './filters.ts';
import { listPersons, PERSON_SORTS, personIds } from './lists.ts';
import { PERSON_KINDS, type PersonKind, ROLES } from './model.ts';
import { personSchema, presented } from './present.ts';
import { STATUSES } from './status.ts';

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    kind: z.enum(PERSON_KINDS),
    display_name: z.string(),
    prospect_number: z.string().nullable(),
    client_number: z.string().nullable(),
    status: z.enum(STATUSES),
    source: z.string().nullable(),
    service_wanted: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    tags: z.array(z.uuid()),
    roles: z.partialRecord(z.enum(ROLES), z.uuid()),
    entered_on: z.string().nullable(),
    waiting_days: z.int().nullable(),
    year_end: z.object({ month: z.int(), day: z.int() }).nullable(),
    tax_period: taxPeriod.nullable(),
    do_not_contact: z.boolean(),
    restricted: z.boolean(),
    created_at: z.string(),
    open_runs: z.int(),
    overdue_tasks: z.int(),
    next_due: z.string().nullable(),
  })
  .openapi('PersonRow');

const asOfDay = z.strictObject({ as_of: z.iso.datetime({ precision: 3 }).optional() });

const routesOf = (kind: PersonKind) => {
  const path = `/${kind}s` as const;
  const one = { params: idParam };
  return {
    list: route(reads('people'), {
      method: 'get',
      path,
      request: { query: listQuery(PERSON_SORTS, personFilters) },
      responses: answers(200, pageOf(row)),
    }),
    file: route(reads('people'), {
      method: 'get',
      path: `/${kind}s.csv`,
      request: { query: z.strictObject(personFilters) },
      responses: { 200: { description: 'All rows of the filter', content: { 'text/csv': { schema: z.string() } } } },
    }),
    add: route(writes('people'), {
      method: 'post',
      path,
      request: jsonBody(addBody),
      responses: answers(201, personSchema),
    }),
    show: route(reads('people'), {
      method: 'get',
      path: `${path}/{id}`,
      request: { ...one, query: asOfDay },
      responses: answers(200, personSchema),
    }),
    change: route(writes('people'), {
      method: 'patch',
      path: `${path}/{id}`,
      request: { ...one, ...jsonBody(personChanges) },
      responses: answers(200, personSchema),
    }),
    remove: route(writes('people'), {
      method: 'delete',
      path: `${path}/{id}`,
      request: one,
      responses: answers(200, personSchema),
    }),
    restore: route(writes('people'), {
      method: 'post',
      path: `${path}/{id}/restoration`,
      request: one,
      responses: answers(201, personSchema),
    }),
  };
};

/** Prospects or clients: list, file, add, page, change, delete, restore and bulk (people.md section 5). */
export const personApi = (door: PersonsDoor, kind: PersonKind) => {
  const { kernel, port, room } = door;
  const routes = routesOf(kind);
  return router()
    .openapi(routes.list, async (c) => {
      const place = c.get('place');
      const listing = { who: place.caller.who, port, kind };
      return c.json(await atDesk(kernel, place, (desk) => listPersons(desk, listing, c.req.valid('query'))), 200);
    })
    .openapi(routes.file, async (c) => {
      const text = await exported(door, c.get('place'), kind, c.req.valid('query'));
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', `attachment; filename="${kind}s.csv"`);
      return c.body(text, 200) as never;
    })
    .openapi(routes.add, async (c) => {
      const place = c.get('place');
      const wanted = { id: newId(), command: { do: 'add' as const, kind, ...c.req.valid('json') } };
      const { id } = yesOrThrow(await perform(kernel, place, room, wanted));
      const shown = await shownNow(door, place, id);
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 201);
    })
    .openapi(routes.show, async (c) => {
      const place = c.get('place');
      const { id } = c.req.valid('param');
      const { as_of } = c.req.valid('query');
      const shown = await atDesk(kernel, place, async (desk) => {
        const person = await found(door, desk, place, { id, kind });
        return as_of ? asOf(desk, person, as_of) : presented(desk, person);
      });
      if (!shown) throw new HttpRefusal(notFound());
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(routes.change, async (c) => {
      const version = versionSeen(c.req.header('if-match'));
      const at = { id: c.req.valid('param').id, kind, version };
      const shown = await done(door, c.get('place'), at, { do: 'change', ...c.req.valid('json') });
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(routes.remove, async (c) => {
      const at = { id: c.req.valid('param').id, kind, version: versionSeen(c.req.header('if-match')) };
      return c.json(await done(door, c.get('place'), at, { do: 'delete' }), 200);
    })
    .openapi(routes.restore, async (c) => {
      const { id } = c.req.valid('param');
      yesOrThrow(await perform(kernel, c.get('place'), room, { id, command: { do: 'restore' } }));
      return c.json(await shownNow(door, c.get('place'), id), 201);
    })
    .route(
      '/',
      bulkDoor(kernel, {
        path: `/${kind}s/bulk`,
        permission: reads('people'),
        commands: personBulk(room, kind),
        filter: personFilters,
        idsOf: (desk, who, filter, most) => personIds(desk, { who, port, kind }, filter, most),
      }),
    );
};
