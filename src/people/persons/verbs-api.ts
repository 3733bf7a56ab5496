import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { answers, atDesk, type Env, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { erasureBody } from '#people/fields/text.ts';
import { done, type PersonsDoor } from './access.ts';
import { personArchive } from './archive.ts';
import { conversionBody, deactivationBody, leaveBody, reasonBody, waitlistBody } from './bodies.ts';
import { eraseAll } from './erasing.ts';
import { type PersonCommand, type PersonKind, ROLES } from './model.ts';
import { personSchema } from './present.ts';
import { listWaitlist, WAITLIST_SORTS, waitlistFilters } from './waitlists.ts';

const posts = <B extends z.ZodType>(path: string, body: B) =>
  route(writes('people'), {
    method: 'post',
    path,
    request: { params: idParam, ...jsonBody(body) },
    responses: answers(201, personSchema),
  });
const takesBack = <B extends z.ZodType>(path: string, body: B) =>
  route(writes('people'), {
    method: 'delete',
    path,
    request: { params: idParam, ...jsonBody(body) },
    responses: answers(200, personSchema),
  });
const takesAway = (path: string) =>
  route(writes('people'), {
    method: 'delete',
    path,
    request: { params: idParam },
    responses: answers(200, personSchema),
  });

/** The verb of a person at an address; If-Match is looked at where it is sent, and asked for by DELETE (PL-67). */
const verb = async (door: PersonsDoor, c: Context<Env>, kind: PersonKind | null, command: PersonCommand) => {
  const seen = c.req.header('if-match');
  const version = c.req.method === 'DELETE' || seen ? versionSeen(seen) : undefined;
  const shown = await done(door, c.get('place'), { id: c.req.param('id')!, kind, version }, command);
  c.header('etag', `"${shown.version}"`);
  return shown;
};

/** Deactivating and not contacting, on prospects and on clients alike. */
const alike = (door: PersonsDoor, kind: PersonKind) =>
  router()
    .openapi(posts(`/${kind}s/{id}/deactivation`, deactivationBody), async (c) =>
      c.json(await verb(door, c, kind, { do: 'deactivate', ...c.req.valid('json') }), 201),
    )
    .openapi(takesAway(`/${kind}s/{id}/deactivation`), async (c) =>
      c.json(await verb(door, c, kind, { do: 'reactivate' }), 200),
    )
    .openapi(posts(`/${kind}s/{id}/do-not-contact`, reasonBody), async (c) =>
      c.json(await verb(door, c, kind, { do: 'stop_contact', ...c.req.valid('json') }), 201),
    )
    .openapi(takesAway(`/${kind}s/{id}/do-not-contact`), async (c) =>
      c.json(await verb(door, c, kind, { do: 'allow_contact' }), 200),
    );

const waitlist = route(reads('people'), {
  method: 'get',
  path: '/waitlist-entries',
  request: { query: listQuery(WAITLIST_SORTS, waitlistFilters) },
  responses: answers(
    200,
    pageOf(
      z
        .object({
          id: z.uuid(),
          person_id: z.uuid(),
          person_version: z.int(),
          display_name: z.string(),
          prospect_number: z.string().nullable(),
          position: z.int(),
          service: z.string().nullable(),
          entered_on: z.string(),
          waiting_days: z.int(),
          earliest_start_on: z.string().nullable(),
          assignee: z.uuid().nullable(),
          roles: z.partialRecord(z.enum(ROLES), z.uuid()),
          do_not_contact: z.boolean(),
          restricted: z.boolean(),
        })
        .openapi('WaitlistEntry'),
    ),
  ),
});
const erasure = route(writes('people', 'person.erase'), {
  method: 'post',
  path: '/people/{id}/erasure',
  request: { params: idParam, ...jsonBody(erasureBody) },
  responses: answers(201, personSchema),
});

const archive = route(reads('people', 'data.export'), {
  method: 'get',
  path: '/people/{id}/archive',
  request: { params: idParam },
  responses: { 200: { description: 'All that is kept of the person, as .tar.gz' } },
});

/** What one does with a prospect or client besides changing it: each verb is a resource below it (people.md section 5). */
export const personVerbsApi = (door: PersonsDoor) =>
  router()
    .openapi(posts('/prospects/{id}/conversion', conversionBody), async (c) =>
      c.json(await verb(door, c, 'prospect', { do: 'convert', ...c.req.valid('json') }), 201),
    )
    .openapi(takesBack('/prospects/{id}/conversion', reasonBody), async (c) =>
      c.json(await verb(door, c, null, { do: 'undo_conversion', ...c.req.valid('json') }), 200),
    )
    .openapi(takesBack('/clients/{id}/conversion', reasonBody), async (c) =>
      c.json(await verb(door, c, 'client', { do: 'undo_conversion', ...c.req.valid('json') }), 200),
    )
    .openapi(posts('/prospects/{id}/waitlist-entry', waitlistBody), async (c) =>
      c.json(await verb(door, c, 'prospect', { do: 'enter_waitlist', ...c.req.valid('json') }), 201),
    )
    .openapi(takesBack('/prospects/{id}/waitlist-entry', leaveBody), async (c) =>
      c.json(await verb(door, c, 'prospect', { do: 'leave_waitlist', ...c.req.valid('json') }), 200),
    )
    .openapi(waitlist, async (c) => {
      const place = c.get('place');
      const listing = { who: place.caller.who, port: door.port };
      return c.json(await atDesk(door.kernel, place, (desk) => listWaitlist(desk, listing, c.req.valid('query'))), 200);
    })
    .openapi(erasure, async (c) =>
      c.json(await eraseAll(door, c.get('place'), c.req.valid('param').id, c.req.valid('json').number), 201),
    )
    .openapi(archive, async (c) => {
      const { name, bytes } = await personArchive(door, c.get('place'), c.req.valid('param').id);
      c.header('content-type', 'application/gzip');
      c.header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]+/g, '-')}"`);
      return c.body(bytes as Uint8Array<ArrayBuffer>, 200);
    })
    .route('/', alike(door, 'prospect'))
    .route('/', alike(door, 'client'));
