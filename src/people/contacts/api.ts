import { z } from '@hono/zod-openapi';
import type { RawBuilder } from 'kysely';
import { newId } from '#ground/id.ts';
import { reads, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { CONTACT_SORTS, contactFilters, listContacts, type ShownContact, showContacts } from './lists.ts';
import { type ContactCommand, contactChanges, newContact } from './model.ts';
import type { ContactsPort } from './port.ts';
import type { ContactsRoom } from './store.ts';
import { survivingContact } from './surviving.ts';

const contact = z
  .object({
    id: z.uuid(),
    version: z.int(),
    full_name: z.string(),
    given_name: z.string().nullable(),
    family_name: z.string().nullable(),
    job_title: z.string().nullable(),
    emails: z.array(z.object({ address: z.string(), label: z.string(), primary: z.boolean() })),
    phones: z.array(
      z.object({
        number: z.string(),
        typed: z.string(),
        label: z.string(),
        primary: z.boolean(),
        note: z.string().nullable(),
      }),
    ),
    locale: z.string().nullable(),
    links: z.array(
      z.object({
        person: z.uuid(),
        kind: z.string(),
        display_name: z.string(),
        label: z.string(),
        primary: z.boolean(),
      }),
    ),
    deleted_at: z.string().nullable(),
    erased_at: z.string().nullable(),
  })
  .openapi('Contact');

/** What the routes of contacts need of the house. */
export interface ContactsDoor {
  kernel: Kernel;
  port: ContactsPort<Desk>;
  room: ContactsRoom;
  /** The condition on `app.person p` for what this member may read. */
  seen(desk: Desk, who: Who): Promise<RawBuilder<boolean>>;
}

// Collections write is enough for contacts (PL-32), so the decision asks, not the route.
const writes = SIGNED_IN;
const one = { params: idParam };
const list = route(reads('people'), {
  method: 'get',
  path: '/contacts',
  request: { query: listQuery(CONTACT_SORTS, contactFilters) },
  responses: answers(200, pageOf(contact)),
});
const add = route(writes, {
  method: 'post',
  path: '/contacts',
  request: jsonBody(newContact),
  responses: answers(201, contact),
});
const show = route(reads('people'), {
  method: 'get',
  path: '/contacts/{id}',
  request: one,
  responses: answers(200, contact),
});
const change = route(writes, {
  method: 'patch',
  path: '/contacts/{id}',
  request: { ...one, ...jsonBody(contactChanges) },
  responses: answers(200, contact),
});
const remove = route(writes, {
  method: 'delete',
  path: '/contacts/{id}',
  request: one,
  responses: answers(200, contact),
});
const restore = route(writes, {
  method: 'post',
  path: '/contacts/{id}/restoration',
  request: one,
  responses: answers(201, contact),
});

export const contactsApi = ({ kernel, port, room, seen }: ContactsDoor) => {
  const shown = (place: Place, id: string): Promise<ShownContact> =>
    atDesk(kernel, place, async (desk) => {
      const survivor = await survivingContact(desk, id);
      const [found] = await showContacts(desk, { who: place.caller.who, port }, [survivor]);
      if (!found) throw new HttpRefusal(notFound());
      return found;
    });
  const does = async (place: Place, id: string, command: ContactCommand, version?: number): Promise<ShownContact> => {
    yesOrThrow(await perform(kernel, place, room, { id, command, version }));
    return shown(place, id);
  };
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const { who } = place.caller;
      const page = await atDesk(kernel, place, async (desk) =>
        listContacts(desk, { who, port, seen: await seen(desk, who) }, c.req.valid('query')),
      );
      return c.json(page, 200);
    })
    .openapi(add, async (c) => {
      const made = await does(c.get('place'), newId(), { do: 'add', ...c.req.valid('json') });
      c.header('etag', `"${made.version}"`);
      return c.json(made, 201);
    })
    .openapi(show, async (c) => {
      const found = await shown(c.get('place'), c.req.valid('param').id);
      if (found.deleted_at) throw new HttpRefusal(notFound());
      c.header('etag', `"${found.version}"`);
      return c.json(found, 200);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param');
      const seenVersion = versionSeen(c.req.header('if-match'));
      const changed = await does(c.get('place'), id, { do: 'change', ...c.req.valid('json') }, seenVersion);
      c.header('etag', `"${changed.version}"`);
      return c.json(changed, 200);
    })
    .openapi(remove, async (c) =>
      c.json(
        await does(c.get('place'), c.req.valid('param').id, { do: 'delete' }, versionSeen(c.req.header('if-match'))),
        200,
      ),
    )
    .openapi(restore, async (c) => c.json(await does(c.get('place'), c.req.valid('param').id, { do: 'restore' }), 201));
};
