import type { Instant } from '#ground/time.ts';
import { type Ability, abilityFact } from '#kernel/access/roles/abilities.ts';
import { list, MODULE_NAMES } from '#kernel/access/roles/grants.ts';
import { MODULES, type Module } from '#kernel/decision/model.ts';
import { words } from './words.ts';

/** A row of `GET /keys`. */
export interface KeyRow {
  id: string;
  version: number;
  kind: 'api' | 'mcp';
  name: string;
  owner_id: string | null;
  owner_name: string | null;
  role_id: string | null;
  shown_prefix: string;
  scopes: Partial<Record<Module, 'read' | 'write'>>;
  abilities: Ability[];
  addresses: string[];
  expires_at: Instant;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
}

export type KeyState = 'live' | 'ended' | 'revoked';

export const stateOf = (key: KeyRow, now: Instant): KeyState =>
  key.revoked_at ? 'revoked' : key.expires_at <= now ? 'ended' : 'live';

/** «change People, read Inbox and Jobs». */
export const scopesOf = (key: KeyRow): string =>
  (
    [
      ['write', words.writes],
      ['read', words.reads],
    ] as const
  )
    .map(([level, verb]) => {
      const modules = MODULES.filter((module) => key.scopes[module] === level).map((module) => MODULE_NAMES[module]);
      return modules.length > 0 ? `${verb} ${list(modules)}` : '';
    })
    .filter(Boolean)
    .join(', ');

export const abilitiesOf = (key: KeyRow): string => list(key.abilities.map((ability) => abilityFact(ability).name));
