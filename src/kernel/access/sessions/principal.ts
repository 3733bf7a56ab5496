import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import type { Id } from '#ground/id.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env, Place } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { KEY_FORMAT } from '../keys/rules.ts';
import { keys, whoOfKey } from '../keys/store.ts';
import { held, type Present, present } from '../members/who.ts';
import { listRoles } from '../own-roles/store.ts';
import { BUILT_IN_ROLES } from '../roles/builtin.ts';
import { can, writes } from '../roles/rules.ts';
import type { Access } from './access.ts';
import { giveSessionCookie, sessionToken } from './cookies.ts';
import { findKey } from './key-lookup.ts';
import { type Limit, spendOrThrow } from './limits.ts';
import type { SignInPolicy, Standing } from './model.ts';
import { networkOf } from './network.ts';
import { keepRequest, originOf, type RequestFacts, type SessionPlace } from './request.ts';
import { sessionOver, standing } from './rules.ts';
import { endSession, findSession, replaceSession, type Session, touchSession } from './store.ts';

/**
 * Who is calling (PL-30): made anew for each request from the key or the session, the member and the role as they are now.
 * Null when nobody is. Turns away with 401 an unknown key, with 403 who still owes a second factor (PL-41) or only looks as
 * somebody else (PL-191), with 429 what is over a limit (PL-46).
 */
export const authenticator =
  (access: Access) =>
  async (c: Context<Env>, request: RequestFacts): Promise<Place | null> => {
    keepRequest(c, request);
    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (bearer) return placeOfKey(access, request, bearer);
    const token = await sessionToken(access, c);
    const session = token ? await findSession(access, token) : null;
    if (session?.practice_id && session.member_id) {
      const place = await placeOfSession(access, c, request, session);
      if (place) return place;
    }
    await spendOrThrow(access, [['public_page', networkOf(request.address)]]);
    return null;
  };

const placeOfKey = async (access: Access, request: RequestFacts, token: string): Promise<Place> => {
  const unknown = httpRefusal(401, 'key_unknown', 'This key opens nothing: it is unknown, revoked, or past its end.');
  const found = KEY_FORMAT.test(token) ? await findKey(access, token) : null;
  if (!found) {
    await spendOrThrow(access, [['public_page', networkOf(request.address)]]);
    throw unknown;
  }
  const limit: Limit = token.startsWith('tm_mcp') ? 'mcp' : 'key';
  await spendOrThrow(access, [
    [limit, found.key_id],
    ['practice', found.practice_id],
  ]);
  const holder = await inPractice(access.kernel.db, found.practice_id, (desk) => whoOfKey(desk, found.key_id)).catch(
    nobody,
  );
  if (!holder) throw unknown;
  if (!isAllowed(holder.key.addresses, request.address)) {
    throw httpRefusal(403, 'address_not_allowed', 'This key may not be used from this network address.');
  }
  const place = { practice_id: found.practice_id, caller: callerOf(request, holder.who) };
  if (holder.news) await perform(access.kernel, place, keys, { id: found.key_id, command: { do: 'use' } });
  return place;
};

const callerOf = (request: RequestFacts, who: Who): Place['caller'] => {
  const { actor: _, ...origin } = originOf(request, who.actor);
  return { ...origin, who };
};

/** Whether `address` lies in one of the ranges; no ranges allow every address. */
export const isAllowed = (ranges: readonly string[], address: string | undefined): boolean => {
  if (!ranges.length) return true;
  if (!address) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    const family = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(net, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
};

const placeOfSession = async (
  access: Access,
  c: Context<Env>,
  request: RequestFacts,
  session: Session,
): Promise<SessionPlace | null> => {
  const practice_id = session.practice_id!;
  await spendOrThrow(access, [
    ['session', session.id],
    ['practice', practice_id],
  ]);
  const found = await inPractice(access.kernel.db, practice_id, (desk) => atDoor(desk, session)).catch(nobody);
  if (!found || found.over) {
    await endSession(access, session.id, { account_id: session.account_id });
    return null;
  }
  if (found.standing.at === 'confirm') return null;
  if (found.standing.at === 'enrol')
    onlyTo(
      c,
      /^\/api\/v1\/(session|me)(\/|$)/,
      'mfa_required',
      'Set up a second factor first: an authenticator app or a passkey. The practice requires one.',
    );
  await touchSession(access, session);
  if (session.role_id !== found.present.member.role_id && !session.replaced)
    await rotate(access, c, session, found.present.member.role_id);
  if (found.looking && !found.playing) {
    const reading = ['GET', 'HEAD'].includes(c.req.method);
    if (!reading)
      onlyTo(
        c,
        /^\/api\/v1\/session(\/|$)/,
        'looking_only',
        'You are looking as somebody else, which changes nothing. Stop looking first.',
      );
  }
  const caller = callerOf(request, found.looking ?? found.present.who);
  return { practice_id, caller, session, standing: found.standing };
};

interface AtDoor {
  present: Present;
  standing: Standing;
  over: boolean;
  looking: Who | null;
  /** In the demo one may also act as whom one looks as (PL-143). */
  playing: boolean;
}

const atDoor = async (desk: Desk, session: Session): Promise<AtDoor | null> => {
  const found = await present(desk, session.member_id!);
  if (!found || found.member.account_id !== session.account_id) return null;
  // `app.enter` answers the whole row of the practice; these two are for signing in only.
  const policy = desk.practice as unknown as SignInPolicy;
  return {
    present: found,
    standing: standing(session, session.account, policy, session.now),
    over: sessionOver(session, policy, session.now),
    looking: session.look_as ? await lookingAs(desk, found, session.look_as) : null,
    playing: desk.practice.kind === 'demo',
  };
};

/** What looking as somebody else needs. */
export const LOOK = writes('settings', 'roles.manage');

/** The eyes of a role or member, the hand of nobody: the actor stays the one who looks (PL-191). */
export const lookingAs = async (desk: Desk, looker: Present, as: string): Promise<Who | null> => {
  if (can(looker.who, LOOK)) return null;
  const [kind, id] = as.split(':') as [string, Id];
  if (kind === 'member') {
    const seen = await present(desk, id);
    return seen && { ...seen.who, actor: desk.practice.kind === 'demo' ? seen.who.actor : looker.who.actor };
  }
  const role = [...BUILT_IN_ROLES, ...(await listRoles(desk))].find((one) => one.id === id);
  return role ? { actor: looker.who.actor, member_id: looker.member.id, ...held(role), deputy_for: [] } : null;
};

const onlyTo = (c: Context<Env>, paths: RegExp, code: string, because: string): void => {
  if (!paths.test(c.req.path)) throw httpRefusal(403, code, because);
};

/** A changed role gives the session a new id at its next request (PL-42). */
const rotate = async (access: Access, c: Context<Env>, session: Session, role_id: Id): Promise<void> => {
  const token = await replaceSession(access, session, { role_id });
  if (token) await giveSessionCookie(access, c, token);
};

const nobody = (error: unknown): null => {
  if (error instanceof NoPractice) return null;
  throw error;
};
