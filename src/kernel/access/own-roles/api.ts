import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { ABILITIES, ABILITY_NAMES } from '../roles/abilities.ts';
import { type Role, role as roleShape } from '../roles/model.ts';
import { writes } from '../roles/rules.ts';
import { newRole, roleChanges } from './model.ts';
import { listRoles, roles } from './store.ts';

const role = roleShape.omit({ removed_at: true }).openapi('Role');
const ability = z
  .object({ id: z.enum(ABILITY_NAMES), name: z.string(), module: z.string(), lets: z.string() })
  .openapi('Ability');
const MANAGE = writes('settings', 'roles.manage');

const list = route('signed_in', {
  method: 'get',
  path: '/roles',
  responses: answers(200, z.object({ items: z.array(role), abilities: z.array(ability) })),
});
const add = route(MANAGE, {
  method: 'post',
  path: '/roles',
  request: jsonBody(newRole),
  responses: answers(201, role),
});
const change = route(MANAGE, {
  method: 'patch',
  path: '/roles/{id}',
  request: { params: idParam, ...jsonBody(roleChanges) },
  responses: answers(200, role),
});
const remove = route(MANAGE, {
  method: 'delete',
  path: '/roles/{id}',
  request: { params: idParam },
  responses: answers(200, role),
});

/** `roles`: everybody reads them, since names of roles stand all over the product; `roles.manage` makes and changes own ones. */
export const rolesApi = (kernel: Kernel) =>
  router()
    .openapi(list, async (c) => {
      const all = await atDesk(kernel, c.get('place'), listRoles);
      const abilities = ABILITY_NAMES.map((id) => ({ id, ...ABILITIES[id] })).map(({ id, name, module, lets }) => ({
        id,
        name,
        module,
        lets,
      }));
      return c.json({ items: all.map(shown), abilities }, 200);
    })
    .openapi(add, async (c) => {
      const id = newId();
      const command = { do: 'add_role' as const, id, ...c.req.valid('json') };
      const done = yesOrThrow(await perform(kernel, c.get('place'), roles, { id, command }));
      c.header('etag', `"${done.state.role!.version}"`);
      return c.json(shown(done.state.role!), 201);
    })
    .openapi(change, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'change_role' as const, ...c.req.valid('json') },
        version: versionSeen(c.req.header('if-match')),
      };
      const done = yesOrThrow(await perform(kernel, c.get('place'), roles, wanted));
      c.header('etag', `"${done.state.role!.version}"`);
      return c.json(shown(done.state.role!), 200);
    })
    .openapi(remove, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'remove_role' as const },
        version: versionSeen(c.req.header('if-match')),
      };
      return c.json(shown(yesOrThrow(await perform(kernel, c.get('place'), roles, wanted)).state.role!), 200);
    });

const shown = ({ removed_at: _, ...rest }: Role) => rest;
