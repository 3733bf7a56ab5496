import { describe, expect, test } from 'vitest';
import { type Context, MODULES, type Who } from '#kernel/decision/model.ts';
import type { BuiltIn } from '../roles/abilities.ts';
import { BUILT_IN_ROLES, builtIn } from '../roles/builtin.ts';
import { exceeding } from '../roles/grants.ts';
import { blankKey, type Key, type KeyFacts, NEVER_ON_A_KEY, newKey } from './model.ts';
import { decideKey, KEY_FORMAT, keyHolds, keyOver, shownPrefix } from './rules.ts';

const ME = '01930000-0000-7000-8000-0000000000a1';
const KEY = '01930000-0000-7000-8000-0000000000e1';
const NOW = '2026-07-01T00:00:00.000Z';

const as = (name: BuiltIn, more: Partial<Who> = {}): Context => ({
  now: NOW,
  today: '2026-07-01',
  newId: () => KEY,
  practice: {} as Context['practice'],
  who: { ...builtIn(name), actor: `member:${ME}`, member_id: ME, role_name: name, deputy_for: [], ...more },
});
const facts = (key: Key = blankKey(KEY)): KeyFacts => ({ key, roles: BUILT_IN_ROLES });
const make = (more: object = {}) => ({
  do: 'make' as const,
  shown_prefix: 'tm_api_abcd',
  ...newKey.parse({ name: 'Books', scopes: { inbox: 'read' }, ...more }),
});
const made = (more: Partial<Key> = {}): Key => ({
  ...blankKey(KEY),
  version: 1,
  owner_id: ME,
  expires_at: '2026-09-29T00:00:00.000Z',
  ...more,
});

describe('making a key', () => {
  test('PL-44 a key lives 90 days, an MCP key 30, when nobody says otherwise', () => {
    const ends = (kind: string) => {
      const decision = decideKey(facts(), make({ kind }), as('Staff'));
      return decision.yes && decision.events[0]!.facts.expires_at![1];
    };
    expect(ends('api')).toBe('2026-09-29T00:00:00.000Z');
    expect(ends('mcp')).toBe('2026-07-31T00:00:00.000Z');
  });

  test('PL-44 at most 366 days, and not in the past', () => {
    expect(decideKey(facts(), make({ expires_at: '2027-07-02T00:00:00.000Z' }), as('Staff'))).toMatchObject({
      yes: true,
    });
    expect(decideKey(facts(), make({ expires_at: '2027-07-02T00:00:00.001Z' }), as('Staff'))).toMatchObject({
      errors: [{ code: 'too_long' }],
    });
    expect(decideKey(facts(), make({ expires_at: NOW }), as('Staff'))).toMatchObject({ errors: [{ code: 'past' }] });
  });

  test('PL-44 a key never manages members, roles, keys or security, and a key makes no key', () => {
    for (const ability of NEVER_ON_A_KEY) {
      expect(decideKey(facts(), make({ abilities: [ability] }), as('Owner'))).toMatchObject({
        errors: [{ code: 'never_on_a_key' }],
      });
    }
    expect(decideKey(facts(), make(), as('Owner', { actor: `key:${KEY}` }))).toMatchObject({ code: 'not_with_a_key' });
  });

  test('PL-29 nobody gives a key more than they hold', () => {
    expect(decideKey(facts(), make({ scopes: { jobs: 'write' } }), as('Staff'))).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decideKey(facts(), make({ abilities: ['jobs.bill'] }), as('Manager'))).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decideKey(facts(), make({ scopes: {} }), as('Owner'))).toMatchObject({ errors: [{ pointer: '/scopes' }] });
  });

  test('PL-44 a service key needs keys.manage and holds no more than its role', () => {
    const service = { role_id: builtIn('AR Manager').id, scopes: { collections: 'write' } };
    expect(decideKey(facts(), make(service), as('Manager'))).toMatchObject({
      kind: 'not_allowed',
      facts: { module: 'settings' },
    });
    expect(decideKey(facts(), make(service), as('Admin'))).toMatchObject({
      yes: true,
      events: [{ facts: { role_id: [null, service.role_id] } }],
    });
    expect(decideKey(facts(), make({ ...service, scopes: { flows: 'read' } }), as('Admin'))).toMatchObject({
      code: 'more_than_you_hold',
    });
    expect(decideKey(facts(), make({ ...service, role_id: builtIn('Owner').id }), as('Admin'))).toMatchObject({
      code: 'more_than_you_hold',
    });
  });
});

describe('what a key may do', () => {
  test('PL-44 whatever was written on a key, it never holds more than its owner holds now', () => {
    const all = made({
      scopes: Object.fromEntries(MODULES.map((m) => [m, 'write'])) as Key['scopes'],
      abilities: [...builtIn('Owner').abilities],
    });
    for (const role of BUILT_IN_ROLES) {
      const holds = keyHolds(all, role);
      expect(exceeding(role, holds)).toEqual([]);
      expect(NEVER_ON_A_KEY.filter((ability) => holds.abilities.includes(ability))).toEqual([]);
    }
    expect(keyHolds(made({ scopes: { inbox: 'read' } }), builtIn('Owner'))).toMatchObject({
      levels: { inbox: 'read', jobs: 'none' },
      abilities: [],
    });
  });

  test('PL-44 a revoked or ended key opens nothing', () => {
    expect(keyOver(made(), NOW)).toBe(false);
    expect(keyOver(made({ expires_at: NOW }), NOW)).toBe(true);
    expect(keyOver(made({ revoked_at: NOW }), NOW)).toBe(true);
  });

  test('PL-44 one revokes one’s own key, others’ with keys.manage, and none with a key', () => {
    expect(decideKey(facts(made()), { do: 'revoke' }, as('Staff'))).toMatchObject({ yes: true });
    expect(decideKey(facts(made({ owner_id: KEY })), { do: 'revoke' }, as('Manager'))).toMatchObject({
      kind: 'not_allowed',
    });
    expect(decideKey(facts(made({ owner_id: KEY })), { do: 'revoke' }, as('Admin'))).toMatchObject({ yes: true });
    expect(decideKey(facts(made()), { do: 'revoke' }, as('Staff', { actor: `key:${KEY}` }))).toMatchObject({
      yes: false,
    });
    expect(decideKey(facts(made({ revoked_at: NOW })), { do: 'revoke' }, as('Staff'))).toMatchObject({
      code: 'already_revoked',
    });
  });

  test('PL-100 the use of a key is told once an hour', () => {
    const use = (last_used_at: string | null) => {
      const decision = decideKey(facts(made({ last_used_at })), { do: 'use' }, as('Staff'));
      return decision.yes && decision.events.length;
    };
    expect([null, '2026-06-30T23:00:00.001Z', '2026-06-30T23:00:00.000Z'].map(use)).toEqual([1, 0, 1]);
  });

  test('PL-44 the form of a key', () => {
    expect('tm_api_0123456789abcdefghij-_').toMatch(KEY_FORMAT);
    expect('tm_mcp_0123456789abcdefghij-').not.toMatch(KEY_FORMAT);
    expect('tm_web_0123456789abcdefghij-_').not.toMatch(KEY_FORMAT);
    expect(shownPrefix('tm_api_0123456789abcdefghij-_')).toBe('tm_api_0123');
    expect(
      newKey.safeParse({ name: 'x', scopes: { inbox: 'read' }, addresses: ['192.0.2.0/24', '2001:db8::/32'] }).success,
    ).toBe(true);
    expect(newKey.safeParse({ name: 'x', scopes: { inbox: 'read' }, addresses: ['192.0.2.0/33'] }).success).toBe(false);
  });
});
