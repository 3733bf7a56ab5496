import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { isInstant } from '#ground/time.ts';
import { type Command, MODULES } from '#kernel/decision/model.ts';
import { ABILITY_NAMES, type Ability } from '../roles/abilities.ts';
import type { Grants, Role } from '../roles/model.ts';

export const KEY_KINDS = ['api', 'mcp'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Days a key lives when nobody says, and at most (PL-44). */
export const KEY_DAYS: Record<KeyKind, number> = { api: 90, mcp: 30 };
export const MOST_KEY_DAYS = 366;

/** What no key holds, whatever its owner may: members, roles, keys, security (PL-44). */
export const NEVER_ON_A_KEY: readonly Ability[] = [
  'practice.own',
  'members.manage',
  'roles.manage',
  'keys.manage',
  'security.manage',
];

const scopes = z.partialRecord(z.enum(MODULES), z.enum(['read', 'write']));
const cidr = z.union(
  [z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()],
  'An address looks like 192.0.2.10, a range like 192.0.2.0/24.',
);

export const key = z.strictObject({
  id: z.string(),
  version: z.int(),
  kind: z.enum(KEY_KINDS),
  name: z.string(),
  /** The member it belongs to; null for a service key, which has a role of its own. */
  owner_id: z.string().nullable(),
  role_id: z.string().nullable(),
  shown_prefix: z.string(),
  scopes,
  abilities: z.array(z.enum(ABILITY_NAMES)),
  addresses: z.array(z.string()),
  expires_at: z.string(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});
export type Key = z.infer<typeof key>;

export const newKey = z.strictObject({
  kind: z.enum(KEY_KINDS).default('api'),
  name: z.string().trim().min(1, 'Give the key a name.').max(80, 'A key’s name has at most 80 characters.'),
  /** Gives a service key with this role instead of one of your own; needs `keys.manage`. */
  role_id: z.uuid().nullable().default(null),
  scopes,
  abilities: z.array(z.enum(ABILITY_NAMES)).max(ABILITY_NAMES.length).default([]),
  addresses: z.array(cidr).max(50).default([]),
  expires_at: z.string().refine(isInstant, 'This is not an instant, written 2026-07-01T00:00:00Z.').optional(),
});
export type NewKey = z.infer<typeof newKey>;

export type KeyCommand = ({ do: 'make'; shown_prefix: string } & NewKey) | { do: 'revoke' } | { do: 'use' };
true satisfies KeyCommand extends Command ? true : false;

export interface KeyFacts {
  key: Key;
  roles: readonly Role[];
  /** What the owner, or the service's role, holds now; absent when they are not active or the role is gone. */
  holder?: Grants;
}

export const blankKey = (id: Id): Key => ({
  id,
  version: 0,
  kind: 'api',
  name: '',
  owner_id: null,
  role_id: null,
  shown_prefix: '',
  scopes: {},
  abilities: [],
  addresses: [],
  expires_at: '',
  last_used_at: null,
  revoked_at: null,
});
