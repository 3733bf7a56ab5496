import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { HttpRefusal, httpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, type Env, idParam, route, router } from '#kernel/http/route.ts';
import type { Member } from '../members/model.ts';
import { findMember } from '../members/store.ts';
import { listRoles } from '../own-roles/store.ts';
import { givesTooMuch } from '../roles/grants.ts';
import { writes } from '../roles/rules.ts';
import type { Access } from './access.ts';
import { membershipsOf } from './accounts.ts';
import { mustHaveSession, nothing, OK } from './api.ts';
import { dropFactors } from './factors.ts';
import type { SignInPolicy } from './model.ts';
import { deviceName, originOf, requestOf, sessionPlace, tell } from './request.ts';
import { endsAt, sessionOver } from './rules.ts';
import { endSession, endSessions, listSessions, type Session } from './store.ts';

const SECURITY = writes('settings', 'security.manage');
const sessionShape = z
  .object({
    id: z.string(),
    device: z.string(),
    address: z.string(),
    started_at: z.string(),
    last_used_at: z.string(),
    ends_at: z.string(),
    mfa_at: z.string().nullable(),
    this_one: z.boolean(),
  })
  .openapi('Session');
const list = z.object({ items: z.array(sessionShape) });
const memberSession = z.object({ id: z.uuid(), session: z.uuid() });

const routes = {
  mine: route('signed_in', { method: 'get', path: '/sessions', responses: answers(200, list) }),
  endMine: route('signed_in', {
    method: 'delete',
    path: '/sessions/{id}',
    request: { params: idParam },
    responses: answers(200, nothing),
  }),
  endOthers: route('signed_in', {
    method: 'post',
    path: '/sessions/end-others',
    responses: answers(200, z.object({ ended: z.int() })),
  }),
  theirs: route(SECURITY, {
    method: 'get',
    path: '/members/{id}/sessions',
    request: { params: idParam },
    responses: answers(200, list),
  }),
  endTheirs: route(SECURITY, {
    method: 'delete',
    path: '/members/{id}/sessions/{session}',
    request: { params: memberSession },
    responses: answers(200, nothing),
  }),
  endAllTheirs: route(SECURITY, {
    method: 'delete',
    path: '/members/{id}/sessions',
    request: { params: idParam },
    responses: answers(200, z.object({ ended: z.int() })),
  }),
  dropTheirs: route(SECURITY, {
    method: 'delete',
    path: '/members/{id}/factors',
    request: { params: idParam },
    responses: answers(200, nothing),
  }),
};

/** One's own sessions, and those of members for who holds `security.manage` (PL-42, PL-S11). */
export const sessionsApi = (access: Access) =>
  router()
    .openapi(routes.mine, async (c) => {
      const { session } = mustHaveSession(c);
      return c.json({ items: await shown(access, c, { account_id: session.account_id }) }, 200);
    })
    .openapi(routes.endMine, async (c) => {
      const { session } = mustHaveSession(c);
      const ended = await endSession(access, c.req.valid('param').id, { account_id: session.account_id });
      if (!ended) throw noSession();
      await told(access, c, session.member_id!, 'session.ended', { session_id: c.req.valid('param').id });
      return c.json(OK, 200);
    })
    .openapi(routes.endOthers, async (c) => {
      const { session } = mustHaveSession(c);
      const ended = await endSessions(access, { account_id: session.account_id, but: session.token });
      await told(access, c, session.member_id!, 'session.others_ended', { ended });
      return c.json({ ended }, 200);
    })
    .openapi(routes.theirs, async (c) => {
      const member = await memberOf(access, c, c.req.valid('param').id);
      return c.json(
        { items: await shown(access, c, { account_id: member.account_id!, practice_id: c.get('place').practice_id }) },
        200,
      );
    })
    .openapi(routes.endTheirs, async (c) => {
      const { id, session } = c.req.valid('param');
      const member = await memberOf(access, c, id);
      const of = { account_id: member.account_id!, practice_id: c.get('place').practice_id };
      if (!(await endSession(access, session, of))) throw noSession();
      await told(access, c, member.id, 'session.ended', { session_id: session });
      return c.json(OK, 200);
    })
    .openapi(routes.endAllTheirs, async (c) => {
      const member = await memberOf(access, c, c.req.valid('param').id);
      const ended = await endSessions(access, {
        account_id: member.account_id!,
        practice_id: c.get('place').practice_id,
      });
      await told(access, c, member.id, 'session.all_ended', { ended });
      return c.json({ ended }, 200);
    })
    .openapi(routes.dropTheirs, async (c) => {
      const member = await memberOf(access, c, c.req.valid('param').id);
      await onlyHere(access, member);
      await dropFactors(access, member.account_id!);
      await endSessions(access, { account_id: member.account_id! });
      await told(access, c, member.id, 'member.factors_dropped', {});
      return c.json(OK, 200);
    });

const noSession = (): HttpRefusal => httpRefusal(404, 'not_found', 'This session has ended already.');

/** A member with an account, who does not hold more than the caller. */
const memberOf = (access: Access, c: Context<Env>, id: Id): Promise<Member> =>
  atDesk(access.kernel, c.get('place'), async (desk) => {
    const member = await findMember(desk, id);
    if (!member?.account_id) throw httpRefusal(404, 'not_found', 'There is no such member, or they never signed in.');
    const role = (await listRoles(desk)).find((one) => one.id === member.role_id);
    const above = role && givesTooMuch(c.get('place').caller.who, role);
    if (above)
      throw new HttpRefusal({
        ...above,
        because: `${member.name} holds more than you do, so you cannot end their sessions.`,
      });
    return member;
  });

/** An account that other practices trust too is not this one's to weaken. */
const onlyHere = async (access: Access, member: Member): Promise<void> => {
  if ((await membershipsOf(access, member.account_id!)).length < 2) return;
  throw httpRefusal(
    409,
    'also_elsewhere',
    `${member.name} also belongs to another practice, so only they or the operator can take the second factor away.`,
  );
};

const shown = async (access: Access, c: Context<Env>, of: { account_id: string; practice_id?: Id }) => {
  const all = await listSessions(access, of);
  const policies = await policiesOf(access, all);
  const mine = sessionPlace(c)?.session.id;
  return all
    .map((session) => ({
      session,
      policy:
        policies.get(session.practice_id ?? '') ?? ({ mfa: 'required', session_mode: 'standard' } as SignInPolicy),
    }))
    .filter(({ session, policy }) => !sessionOver(session, policy, session.now))
    .map(({ session, policy }) => ({
      id: session.id,
      device: deviceName(session.device),
      address: session.address,
      started_at: session.started_at,
      last_used_at: session.last_used_at,
      ends_at: endsAt(session, policy),
      mfa_at: session.mfa_at,
      this_one: session.id === mine,
    }));
};

const policiesOf = async (access: Access, sessions: readonly Session[]): Promise<Map<Id, SignInPolicy>> => {
  const ids = [...new Set(sessions.map((session) => session.practice_id).filter((id) => id !== null))];
  const read = (id: Id) =>
    inPractice(access.kernel.db, id, async ({ tx }) => {
      const { rows } =
        await sql<SignInPolicy>`select mfa, session_mode from app.practice where practice_id = ${id}`.execute(tx);
      return [id, rows[0]!] as const;
    });
  return new Map(await Promise.all(ids.map(read)));
};

const told = (
  access: Access,
  c: Context<Env>,
  member_id: Id,
  verb: string,
  after: Record<string, string | number>,
): Promise<unknown> =>
  inPractice(access.kernel.db, c.get('place').practice_id, (desk) =>
    tell(desk, originOf(requestOf(c), c.get('place').caller.who.actor), {
      verb,
      member_id,
      facts: Object.fromEntries(Object.entries(after).map(([field, value]) => [field, [null, value] as const])),
    }),
  );
