import type { Context } from 'hono';
import { newId } from '#ground/id.ts';
import { type Origin, record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Facts } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Env, Place } from '#kernel/http/route.ts';
import { ADDRESS_HEADER } from './auth.ts';
import type { Standing } from './model.ts';
import type { Session } from './store.ts';

/** Through what a request came: as the frame saw it. */
export interface RequestFacts {
  id: string;
  address: string | undefined;
  device: string | undefined;
}

/** Who is calling by a session: also which one, and what it still owes. */
export interface SessionPlace extends Place {
  session: Session;
  standing: Standing;
}

export const keepRequest = (c: Context<Env>, request: RequestFacts): void =>
  c.set('request' as never, request as never);

export const requestOf = (c: Context<Env>): RequestFacts =>
  (c.get('request' as never) as RequestFacts | undefined) ?? {
    id: c.get('request_id'),
    address: undefined,
    device: undefined,
  };

/** The session a route acts in; null for keys. */
export const sessionPlace = (c: Context<Env>): SessionPlace | null => {
  const place = c.get('place') as SessionPlace | undefined;
  return place?.session ? place : null;
};

export const originOf = ({ id, address, device }: RequestFacts, actor: Actor): Origin => ({
  actor,
  request_id: id,
  ...(address && { address }),
  ...(device && { device }),
});

/** The headers for better-auth: the address is the one the frame saw, never one that a client wrote. */
export const authHeaders = (c: Context<Env>): Headers => {
  const headers = new Headers(c.req.raw.headers);
  headers.delete(ADDRESS_HEADER);
  const { address } = requestOf(c);
  if (address) headers.set(ADDRESS_HEADER, address);
  return headers;
};

/** One event about how a member signs in (PL-100). */
export const tell = (
  desk: Desk,
  origin: Origin,
  told: { verb: string; member_id: string; facts?: Facts },
): Promise<unknown> => {
  const thing = ref('member', told.member_id);
  return record(desk, origin, [
    { event: { verb: told.verb, thing, facts: told.facts ?? {} }, act_id: newId(), root: thing, personal: [] },
  ]);
};

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** «Firefox on Windows», from what a browser says of itself. */
export const deviceName = (agent: string): string => {
  const find = (table: typeof SYSTEMS) => table.find(([pattern]) => pattern.test(agent))?.[1];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? 'an unknown device');
};
