import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import {
  type Context,
  type Decision,
  type Event,
  type Level,
  MODULES,
  type Problem,
  type Reach,
  type Refusal,
  type Who,
} from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  creation,
  difference,
  invalid,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { abilityFact } from '../roles/abilities.ts';
import { givesTooMuch } from '../roles/grants.ts';
import type { Grants } from '../roles/model.ts';
import { can, SIGNED_IN, writes } from '../roles/rules.ts';
import {
  KEY_DAYS,
  type Key,
  type KeyCommand,
  type KeyFacts,
  MOST_KEY_DAYS,
  NEVER_ON_A_KEY,
  type NewKey,
} from './model.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * API and MCP keys (PL-44). Everybody makes and revokes their own; service keys and those of others need `keys.manage`.
 * Refuses a key made with a key, more than the giver holds, abilities no key may have, and an end past 366 days.
 */
export const decideKey = (state: KeyFacts, command: KeyCommand, context: Context): Decision => {
  switch (command.do) {
    case 'make':
      return make(state, command, context);
    case 'revoke':
      return revoke(state.key, context);
    case 'use':
      return use(state.key, context);
  }
};

export const evolveKey = (state: KeyFacts, event: Event): KeyFacts => ({ ...state, key: changed(state.key, event) });

/** `tm_api_` or `tm_mcp_` and 22 characters of base64url: 128 bits and a little. */
export const KEY_FORMAT = /^tm_(api|mcp)_[A-Za-z0-9_-]{22}$/;
export const shownPrefix = (token: string): string => token.slice(0, 11);

/** Whether a key opens anything now: not revoked, not past its end. */
export const keyOver = (key: Key, now: string): boolean => key.revoked_at !== null || key.expires_at <= now;

/** Whether the use of a key is news: once an hour (PL-100). */
export const isNews = (key: Key, now: string): boolean =>
  key.last_used_at === null || millisecondsBetween(key.last_used_at, now) >= HOUR_MS;

/** What a key may do now: its scopes cut down to what its holder holds at this moment, and never the abilities of PL-44. */
export const keyHolds = (key: Key, holder: Grants): Grants => ({
  levels: perModule((m) => lower(key.scopes[m] ?? 'none', holder.levels[m])),
  reach: perModule<Reach>((m) => holder.reach[m]),
  abilities: key.abilities.filter((ability) => holder.abilities.includes(ability) && !NEVER_ON_A_KEY.includes(ability)),
  own_clients_only: holder.own_clients_only ?? false,
});

const make = (state: KeyFacts, command: NewKey & { shown_prefix: string }, context: Context): Decision => {
  const { who, now } = context;
  if (!who.actor.startsWith('member:') && who.actor !== 'operator')
    return refused('not_with_a_key', 'A key cannot make keys. Sign in and make it in Settings.');
  const service = command.role_id !== null;
  const no =
    can(who, service ? writes('settings', 'keys.manage') : SIGNED_IN) ??
    unsound(command, now) ??
    tooMuch(state, command, who);
  if (no) return no;
  const row: Omit<Key, 'id' | 'version'> = {
    kind: command.kind,
    name: command.name,
    owner_id: service ? null : who.member_id!,
    role_id: command.role_id,
    shown_prefix: command.shown_prefix,
    scopes: command.scopes,
    abilities: command.abilities,
    addresses: command.addresses,
    expires_at: command.expires_at ?? addMilliseconds(now, KEY_DAYS[command.kind] * DAY_MS),
    last_used_at: null,
    revoked_at: null,
  };
  return accept([{ verb: 'key.made', thing: ref('key', state.key.id), facts: creation(row) }]);
};

const unsound = (command: NewKey, now: string): Refusal | null => {
  const problems: Problem[] = [];
  if (!Object.keys(command.scopes).length)
    problems.push(problem('/scopes', 'empty', 'Choose at least one module the key may read.'));
  for (const ability of command.abilities.filter((a) => NEVER_ON_A_KEY.includes(a))) {
    problems.push(
      problem('/abilities', 'never_on_a_key', `No key may have the ability «${abilityFact(ability).name}».`),
    );
  }
  const life = command.expires_at ? millisecondsBetween(now, command.expires_at) : 1;
  if (life <= 0) problems.push(problem('/expires_at', 'past', 'The end is in the past.'));
  if (life > MOST_KEY_DAYS * DAY_MS)
    problems.push(problem('/expires_at', 'too_long', `A key lives at most ${MOST_KEY_DAYS} days.`));
  return problems.length ? invalid(...problems) : null;
};

/** A service key may hold what its role holds; both it and its role no more than who makes it (PL-29). */
const tooMuch = (state: KeyFacts, command: NewKey, who: Who): Refusal | null => {
  const asked = (reach: Grants['reach'], own: boolean): Grants => ({
    levels: perModule((m) => command.scopes[m] ?? 'none'),
    reach,
    abilities: command.abilities,
    own_clients_only: own,
  });
  if (command.role_id === null) return givesTooMuch(who, asked(who.reach, who.own_clients_only ?? false));
  const role = state.roles.find((one) => one.id === command.role_id);
  if (!role) return invalid(problem('/role_id', 'not_found', 'Choose a role from the list.'));
  return givesTooMuch(who, role) ?? givesTooMuch({ ...who, ...role }, asked(role.reach, role.own_clients_only));
};

const revoke = (key: Key, { who, now }: Context): Decision => {
  if (!key.version) return notFound();
  const own = key.owner_id !== null && who.member_id === key.owner_id && who.actor.startsWith('member:');
  const no = own ? null : can(who, writes('settings', 'keys.manage'));
  if (no) return no;
  if (key.revoked_at) return refused('already_revoked', 'This key was revoked already and opens nothing.');
  return accept([{ verb: 'key.revoked', thing: ref('key', key.id), facts: difference<Key>(key, { revoked_at: now }) }]);
};

const use = (key: Key, { now }: Context): Decision =>
  accept(
    isNews(key, now)
      ? [{ verb: 'key.used', thing: ref('key', key.id), facts: difference<Key>(key, { last_used_at: now }) }]
      : [],
  );

const ORDER: readonly Level[] = ['none', 'read', 'write'];
const lower = (a: Level, b: Level): Level => ORDER[Math.min(ORDER.indexOf(a), ORDER.indexOf(b))]!;
const perModule = <T>(value: (module: (typeof MODULES)[number]) => T) =>
  Object.fromEntries(MODULES.map((module) => [module, value(module)])) as Record<(typeof MODULES)[number], T>;
