import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { newProfile, type Profile, type ProfileCommand, profileChanges } from './model.ts';
import { listProfiles, profilesRoom, readProfiles } from './profiles.ts';
import { READS_PROFILES, WRITES_PROFILES } from './rights.ts';
import { profileShape } from './shapes.ts';

const list = route(READS_PROFILES, {
  method: 'get',
  path: '/profiles',
  responses: answers(200, z.object({ items: z.array(profileShape) })),
});
const add = route(WRITES_PROFILES, {
  method: 'post',
  path: '/profiles',
  request: jsonBody(newProfile),
  responses: answers(201, profileShape),
});
const get = route(READS_PROFILES, {
  method: 'get',
  path: '/profiles/{id}',
  request: { params: idParam },
  responses: answers(200, profileShape),
});

const shown = ({ deleted_at: _, ...profile }: Profile): z.infer<typeof profileShape> => profileShape.parse(profile);

/** Profiles of documents (inbox.md 5). */
export const profilesApi = (kernel: Kernel) => {
  const done = async (place: Place, wanted: { id: Id; command: ProfileCommand; version?: number }) =>
    shown(yesOrThrow(await perform(kernel, place, profilesRoom, wanted)).state.profile);
  const reading = router()
    .openapi(list, async (c) => {
      const items = await atDesk(kernel, c.var.place, listProfiles);
      return c.json({ items: items.map(shown) }, 200);
    })
    .openapi(add, async (c) =>
      c.json(await done(c.var.place, { id: newId(), command: { do: 'add', ...c.req.valid('json') } }), 201),
    )
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const profile = (await atDesk(kernel, c.var.place, (desk) => readProfiles(desk, [id]))).get(id);
      if (!profile || profile.deleted_at) throw new HttpRefusal(notFound());
      c.header('etag', `"${profile.version}"`);
      return c.json(shown(profile), 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /profiles/{id}', permission: WRITES_PROFILES, body: profileChanges },
      profileShape,
      ({ place, id, body, seen }) => done(place, { id, command: { do: 'change', ...body }, version: seen }),
    ),
    oneAct({ at: 'delete /profiles/{id}', permission: WRITES_PROFILES }, profileShape, ({ place, id, seen }) =>
      done(place, { id, command: { do: 'delete' }, version: seen }),
    ),
  ]);
};
