import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { can, writes } from '../roles/rules.ts';
import type { Access } from '../sessions/access.ts';
import { dropKey, keepKey, newKeyToken } from '../sessions/key-lookup.ts';
import { key as keyRow, newKey } from './model.ts';
import { shownPrefix } from './rules.ts';
import { keys, listKeys } from './store.ts';

const key = keyRow.openapi('Key');
/** The whole key, this once. */
const made = keyRow.extend({ token: z.string() }).openapi('MadeKey');

const routes = {
  list: route('signed_in', {
    method: 'get',
    path: '/keys',
    request: { query: z.strictObject({ of: z.enum(['mine', 'all']).default('mine') }) },
    responses: answers(200, z.object({ items: z.array(keyRow.extend({ owner_name: z.string().nullable() })) })),
  }),
  make: route('signed_in', { method: 'post', path: '/keys', request: jsonBody(newKey), responses: answers(201, made) }),
  revoke: route('signed_in', {
    method: 'post',
    path: '/keys/{id}/revocation',
    request: { params: idParam },
    responses: answers(200, key),
  }),
};

/** `keys`: one's own for everybody, all with `keys.manage` (PL-44). */
export const keysApi = (access: Access) => {
  const { kernel } = access;
  return router()
    .openapi(routes.list, async (c) => {
      const { who } = c.get('place').caller;
      const all = c.req.valid('query').of === 'all' && can(who, writes('settings', 'keys.manage')) === null;
      const owner = all ? null : (who.member_id ?? newId());
      return c.json({ items: await atDesk(kernel, c.get('place'), (desk) => listKeys(desk, owner)) }, 200);
    })
    .openapi(routes.make, async (c) => {
      const place = c.get('place');
      const body = c.req.valid('json');
      const id = newId();
      const token = newKeyToken(body.kind);
      // The way in first: a key that nobody can find is worse than a way that leads nowhere.
      await keepKey(access, token, { practice_id: place.practice_id, key_id: id });
      const outcome = await perform(kernel, place, keys, {
        id,
        command: { do: 'make', shown_prefix: shownPrefix(token), ...body },
      });
      if (!outcome.yes) await dropKey(access, { practice_id: place.practice_id, key_id: id });
      return c.json({ ...yesOrThrow(outcome).state.key, token }, 201);
    })
    .openapi(routes.revoke, async (c) => {
      const place = c.get('place');
      const { id } = c.req.valid('param');
      const done = yesOrThrow(await perform(kernel, place, keys, { id, command: { do: 'revoke' } }));
      await dropKey(access, { practice_id: place.practice_id, key_id: id });
      return c.json(done.state.key, 200);
    });
};
