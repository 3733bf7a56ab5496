import { z } from '@hono/zod-openapi';
import type { RawBuilder } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { AUTHORIZATION_SORTS, authorizationFilters, listAuthorizations } from './lists.ts';
import {
  type AuthorizationCommand,
  authorizationChanges,
  endingBody,
  kindsOf,
  MEASURES,
  newAuthorization,
  renewalBody,
  STATES,
} from './model.ts';
import type { AuthorizationsPort } from './port.ts';
import { maySee } from './rules.ts';
import { allows, authorizationStatus, daysLeft, proposedFrom, STATUSES, seam } from './status.ts';
import {
  type AuthorizationsRoom,
  type HeldForPort,
  loadAuthorizations,
  readAuthorizations,
  renewalsOf,
} from './store.ts';

const client = z.object({ id: z.uuid(), kind: z.string(), display_name: z.string() });
const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    client,
    kind: z.string(),
    granted_by: z.string().nullable(),
    state: z.enum(STATES),
    status: z.enum(STATUSES),
    number: z.string().nullable(),
    valid_from: z.string().nullable(),
    valid_to: z.string().nullable(),
    days_left: z.int().nullable(),
    line_count: z.int(),
    replaces: z.uuid().nullable(),
    ended_on: z.string().nullable(),
    runs: z.int(),
  })
  .openapi('AuthorizationRow');
const detail = row
  .omit({ line_count: true, runs: true })
  .extend({
    lines: z.array(
      z.object({
        code: z.string(),
        measure: z.enum(MEASURES),
        increment: z.string().nullable(),
        frequency: z.string().nullable(),
        total: z.string().nullable(),
      }),
    ),
    documents: z.array(z.uuid()),
    ended: z.object({ on: z.string(), by: z.string().nullable(), reason: z.string().nullable() }).nullable(),
    allows: z.object({ planning: z.boolean(), billing: z.boolean() }),
    /** The renewal, if there is one, and what it leaves open or covers twice. */
    replaced_by: z.uuid().nullable(),
    warnings: z.array(z.object({ code: z.string(), days: z.int(), sentence: z.string() })),
    renewal_from: z.string().nullable(),
    deleted_at: z.string().nullable(),
    /** Open ones are planned anew when dates or state change (PE-60). */
    runs: z.array(
      z.object({
        id: z.uuid(),
        workflow: z.string(),
        state: z.string(),
        started_at: z.string(),
        ended_at: z.string().nullable(),
      }),
    ),
  })
  .openapi('Authorization');

const one = { params: idParam };
const read = reads('people');
const write = writes('people');
const list = route(read, {
  method: 'get',
  path: '/authorizations',
  request: { query: listQuery(AUTHORIZATION_SORTS, authorizationFilters) },
  responses: answers(200, pageOf(row)),
});
const kinds = route(read, {
  method: 'get',
  path: '/authorization-kinds',
  responses: answers(200, z.object({ items: z.array(z.string()) })),
});
const add = route(write, {
  method: 'post',
  path: '/authorizations',
  request: jsonBody(newAuthorization),
  responses: answers(201, detail),
});
const show = route(read, {
  method: 'get',
  path: '/authorizations/{id}',
  request: one,
  responses: answers(200, detail),
});
const change = route(write, {
  method: 'patch',
  path: '/authorizations/{id}',
  request: { ...one, ...jsonBody(authorizationChanges) },
  responses: answers(200, detail),
});
const remove = route(write, {
  method: 'delete',
  path: '/authorizations/{id}',
  request: one,
  responses: answers(200, detail),
});
const restore = route(write, {
  method: 'post',
  path: '/authorizations/{id}/restoration',
  request: one,
  responses: answers(201, detail),
});
const renew = route(write, {
  method: 'post',
  path: '/authorizations/{id}/renewal',
  request: { ...one, ...jsonBody(renewalBody) },
  responses: answers(201, detail),
});
const end = route(write, {
  method: 'post',
  path: '/authorizations/{id}/ending',
  request: { ...one, ...jsonBody(endingBody) },
  responses: answers(201, detail),
});

/** What the routes of authorizations need of the house. */
export interface AuthorizationsDoor {
  kernel: Kernel;
  room: AuthorizationsRoom;
  persons: HeldForPort;
  port: AuthorizationsPort<Desk>;
  /** The condition on `app.person p` for what this member may read. */
  seen(desk: Desk, who: Who): Promise<RawBuilder<boolean>>;
}

/** Authorizations: list, add, page, change, renew, end. No launch resource exists under them (PE-52). */
export const authorizationsApi = (door: AuthorizationsDoor) => {
  const { kernel, room, port } = door;
  const does = async (place: Place, id: Id, command: AuthorizationCommand, version?: number) => {
    yesOrThrow(await perform(kernel, place, room, { id, command, version }));
    return atDesk(kernel, place, (desk) => presented(door, desk, place.caller.who, id));
  };
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const page = await atDesk(kernel, place, async (desk) =>
        listAuthorizations(desk, { port, seen: await door.seen(desk, place.caller.who) }, c.req.valid('query')),
      );
      return c.json(page, 200);
    })
    .openapi(kinds, async (c) =>
      c.json(
        { items: [...(await atDesk(kernel, c.get('place'), async ({ practice }) => kindsOf(practice.settings)))] },
        200,
      ),
    )
    .openapi(add, async (c) => {
      const shown = await does(c.get('place'), newId(), { do: 'add', ...c.req.valid('json') });
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 201);
    })
    .openapi(show, async (c) => {
      const place = c.get('place');
      const shown = await atDesk(kernel, place, (desk) =>
        presented(door, desk, place.caller.who, c.req.valid('param').id),
      );
      if (shown.deleted_at) throw new HttpRefusal(notFound());
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(change, async (c) => {
      const seen = versionSeen(c.req.header('if-match'));
      const shown = await does(c.get('place'), c.req.valid('param').id, { do: 'change', ...c.req.valid('json') }, seen);
      c.header('etag', `"${shown.version}"`);
      return c.json(shown, 200);
    })
    .openapi(remove, async (c) =>
      c.json(
        await does(c.get('place'), c.req.valid('param').id, { do: 'delete' }, versionSeen(c.req.header('if-match'))),
        200,
      ),
    )
    .openapi(restore, async (c) => c.json(await does(c.get('place'), c.req.valid('param').id, { do: 'restore' }), 201))
    .openapi(renew, async (c) => {
      const shown = await does(c.get('place'), newId(), {
        do: 'renew',
        old: c.req.valid('param').id,
        ...c.req.valid('json'),
      });
      return c.json(shown, 201);
    })
    .openapi(end, async (c) =>
      c.json(await does(c.get('place'), c.req.valid('param').id, { do: 'end', ...c.req.valid('json') }), 201),
    );
};

/** An authorization as its page shows it, with what it renews, what renews it, and the runs that refer to it (PE-51). */
const presented = async ({ port, persons }: AuthorizationsDoor, desk: Desk, who: Who, id: Id) => {
  const facts = (await loadAuthorizations(desk, persons, [{ id, command: { do: 'delete' } }])).get(id);
  if (!facts || maySee(facts, { who })) throw new HttpRefusal(notFound());
  const { authorization, held_for } = facts;
  const { client_id: _c, ended_by, ended_reason, created_at: _a, created_by: _b, ...shown } = authorization;
  const [renewal] = (await renewalsOf(desk, [id])).get(id) ?? [];
  const [old] = authorization.replaces ? await readAuthorizations(desk, [authorization.replaces]) : [];
  const runs = await port.referringRuns(desk, [id]);
  return {
    ...shown,
    client: { id: held_for!.id, kind: held_for!.kind, display_name: held_for!.display_name },
    status: authorizationStatus(authorization, desk.today),
    days_left: daysLeft(authorization, desk.today),
    allows: allows(authorization, desk.today),
    ended: authorization.ended_on ? { on: authorization.ended_on, by: ended_by, reason: ended_reason } : null,
    replaced_by: renewal?.id ?? null,
    warnings: [old && seam(old, authorization), renewal && seam(authorization, renewal)].filter((one) => !!one),
    renewal_from: proposedFrom(authorization),
    runs: [...(runs.get(id) ?? [])],
  };
};
