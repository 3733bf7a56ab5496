import { expect, test } from 'vitest';
import { router } from '#kernel/http/route.ts';
import { delegationsApi } from './delegations/api.ts';
import { keysApi } from './keys/api.ts';
import { membersApi } from './members/api.ts';
import { rolesApi } from './own-roles/api.ts';
import { practiceApi } from './practice/api.ts';
import type { Access } from './sessions/access.ts';
import { sessionApi } from './sessions/api.ts';
import { meApi } from './sessions/me-api.ts';
import { sessionsApi } from './sessions/sessions-api.ts';
import { setupApi } from './setup/api.ts';

// The contract is made without a database (PL-75): nothing here is opened.
const access = { kernel: {} } as unknown as Access;
const all = router();
for (const part of [sessionApi, meApi, sessionsApi, membersApi, keysApi]) all.route('/', part(access));
all.route(
  '/',
  setupApi(access, () => Promise.reject()),
);
for (const part of [rolesApi, delegationsApi, practiceApi]) all.route('/', part(access.kernel));
const contract = all.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'access', version: '1' } });
const routes = Object.entries(contract.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Record<string, unknown>>).map(([method, route]) => ({
    method,
    path,
    asks: route['x-permission'],
  })),
);

test('PL-28 every route of access names its permission', () => {
  expect(routes.length).toBeGreaterThan(50);
  expect(routes.filter((route) => !route.asks)).toEqual([]);
});

test('PL-7 PL-45 what is open to everybody is signing in and out, set-up and one-time links, and none of it is a GET', () => {
  const open = routes.filter((route) => route.asks === 'public');
  expect(open.filter((route) => route.method === 'get')).toEqual([]);
  expect(open.filter(({ path }) => !/^\/(session|setup|invitations|password-resets)(\/|$)/.test(path))).toEqual([]);
});

test('PL-27 members, roles and other people’s sessions are changed under their abilities only', () => {
  const asks = (start: RegExp) =>
    routes
      .filter(({ method, path }) => method !== 'get' && start.test(path))
      .map(({ asks: act }) => (act as { ability?: string }).ability);
  expect(new Set(asks(/^\/roles/))).toEqual(new Set(['roles.manage']));
  expect(new Set(asks(/^\/members\/\{id\}\/(sessions|factors)/))).toEqual(new Set(['security.manage']));
  expect(new Set(asks(/^\/(members\/\{id\}$|members\/\{id\}\/deactivation|invitations$|invitations\/\{id\})/))).toEqual(
    new Set(['members.manage']),
  );
});
