import { expect, test } from 'vitest';
import { BUILT_IN_ROLES } from '#kernel/access/roles/builtin.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { openApi } from './openapi.ts';

interface Route {
  name: string;
  permission: Act | 'signed_in' | 'public' | undefined;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const routes = Object.entries(openApi().paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, { 'x-permission'?: Route['permission'] }>)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, route]): Route => ({ name: `${method.toUpperCase()} ${path}`, permission: route['x-permission'] })),
);

const whoOf = (role: (typeof BUILT_IN_ROLES)[number]): Who => ({
  actor: 'member:00000000-0000-7000-8000-0000000000aa',
  member_id: '00000000-0000-7000-8000-0000000000aa',
  role_id: role.id,
  role_name: role.name,
  levels: role.levels,
  reach: role.reach,
  abilities: role.abilities,
  deputy_for: [],
});

const STATUS = { not_found: '404', not_allowed: '403' } as Record<string, string>;
/** ✓ passes the door (what is behind it is judged by the thing), else what the caller is answered. */
const answerFor = (who: Who, permission: Route['permission']): string => {
  if (permission === 'public' || permission === 'signed_in') return '✓';
  const no = can(who, permission!);
  return no ? (STATUS[no.kind] ?? no.kind) : '✓';
};

test('PL-28 PL-S1 every route names its permission', () => {
  expect(routes.length).toBeGreaterThan(100);
  expect(routes.filter((route) => !route.permission).map((route) => route.name)).toEqual([]);
});

test('PL-27 PL-S1 each route answers each role as the table in the repository says', async () => {
  const head = `| route | nobody | ${BUILT_IN_ROLES.map((role) => role.name).join(' | ')} |`;
  const rows = routes
    .toSorted((a, b) => (a.name.replace(/^\S+ /, '') + a.name < b.name.replace(/^\S+ /, '') + b.name ? -1 : 1))
    .map(({ name, permission }) => {
      const nobody = permission === 'public' ? '✓' : '401';
      return `| ${name} | ${nobody} | ${BUILT_IN_ROLES.map((role) => answerFor(whoOf(role), permission)).join(' | ')} |`;
    });
  const table = [
    '# Which role passes which door',
    '',
    'Made by `src/app/permissions.pure.test.ts`; a change here is a change of who may do what.',
    '',
    head,
    head.replace(/[^|]+/g, ' --- '),
    ...rows,
    '',
  ].join('\n');
  await expect(table).toMatchFileSnapshot('../../docs/permissions.md');
});
