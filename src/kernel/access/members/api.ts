import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { can, writes } from '../roles/rules.ts';
import type { Access } from '../sessions/access.ts';
import { begunShape } from '../sessions/api.ts';
import { acceptance, token } from '../sessions/model.ts';
import { type AccountFacts, accountFacts } from '../sessions/overview.ts';
import { acceptInvitation, invitationLink, lookAtInvitation } from './invitations.ts';
import { deactivation, MEMBER_STATES, type Member, type MemberCommand, memberChanges, newInvitation } from './model.ts';
import { findMember, listMembers, MEMBER_SORTS, members } from './store.ts';

const MANAGE = writes('settings', 'members.manage');

/** Everybody sees who works here and as what; address, second factor, last visit and invitation only who manages members. */
const memberShape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    role_id: z.uuid(),
    state: z.enum(MEMBER_STATES),
    time_zone: z.string().nullable(),
    email: z.string().optional(),
    language: z.string().nullable().optional(),
    has_factor: z.boolean().optional(),
    last_seen_at: z.string().nullable().optional(),
    invited_at: z.string().nullable().optional(),
    invitation_ends_at: z.string().nullable().optional(),
    joined_at: z.string().nullable().optional(),
    deactivated_at: z.string().nullable().optional(),
    successor_id: z.uuid().nullable().optional(),
  })
  .openapi('Member');
const invitedShape = memberShape.extend({ link: z.string() }).openapi('InvitedMember');
const versioned = { params: idParam };

const routes = {
  list: route('signed_in', {
    method: 'get',
    path: '/members',
    request: {
      query: listQuery(MEMBER_SORTS, {
        q: z.string().max(100).optional(),
        state: z.enum(MEMBER_STATES).optional(),
        role_id: z.uuid().optional(),
      }),
    },
    responses: answers(200, pageOf(memberShape)),
  }),
  one: route('signed_in', {
    method: 'get',
    path: '/members/{id}',
    request: versioned,
    responses: answers(200, memberShape),
  }),
  change: route(MANAGE, {
    method: 'patch',
    path: '/members/{id}',
    request: { ...versioned, ...jsonBody(memberChanges) },
    responses: answers(200, memberShape),
  }),
  deactivate: route(MANAGE, {
    method: 'post',
    path: '/members/{id}/deactivation',
    request: { ...versioned, ...jsonBody(deactivation) },
    responses: answers(200, memberShape),
  }),
  reactivate: route(MANAGE, {
    method: 'delete',
    path: '/members/{id}/deactivation',
    request: versioned,
    responses: answers(200, memberShape),
  }),
  invite: route(MANAGE, {
    method: 'post',
    path: '/invitations',
    request: jsonBody(newInvitation),
    responses: answers(201, invitedShape),
  }),
  again: route(MANAGE, {
    method: 'post',
    path: '/invitations/{id}/letter',
    request: versioned,
    responses: answers(200, invitedShape),
  }),
  withdraw: route(MANAGE, {
    method: 'delete',
    path: '/invitations/{id}',
    request: versioned,
    responses: answers(200, memberShape),
  }),
  look: route('public', {
    method: 'post',
    path: '/invitations/look',
    request: jsonBody(z.strictObject({ token })),
    responses: answers(
      200,
      z.object({ practice_name: z.string(), name: z.string(), email: z.string(), has_account: z.boolean() }),
    ),
  }),
  accept: route('public', {
    method: 'post',
    path: '/invitations/acceptance',
    request: jsonBody(acceptance),
    responses: answers(200, begunShape),
  }),
};

/** `members`, `members/{id}/deactivation`, `invitations`. */
export const membersApi = (access: Access) => {
  const { kernel } = access;
  const act = async (place: Place, id: Id, command: MemberCommand, version?: number): Promise<Member> =>
    yesOrThrow(await perform(kernel, place, members, { id, command, version })).state.member;
  const one = async (place: Place, member: Member) => (await shownTo(access, place, [member]))[0]!;
  const invited = async (place: Place, member: Member) => ({
    ...(await one(place, member)),
    link: invitationLink(access, { practice_id: place.practice_id, member_id: member.id, no: member.invitation_no }),
  });
  return router()
    .openapi(routes.list, async (c) => {
      const { items, next } = await atDesk(kernel, c.get('place'), (desk) => listMembers(desk, c.req.valid('query')));
      return c.json({ items: await shownTo(access, c.get('place'), items), next }, 200);
    })
    .openapi(routes.one, async (c) => {
      const member = await atDesk(kernel, c.get('place'), (desk) => findMember(desk, c.req.valid('param').id));
      if (!member) throw httpRefusal(404, 'not_found', 'There is no such member.');
      c.header('etag', `"${member.version}"`);
      return c.json(await one(c.get('place'), member), 200);
    })
    .openapi(routes.change, async (c) => {
      const version = versionSeen(c.req.header('if-match'));
      const member = await act(
        c.get('place'),
        c.req.valid('param').id,
        { do: 'change', ...c.req.valid('json') },
        version,
      );
      c.header('etag', `"${member.version}"`);
      return c.json(await one(c.get('place'), member), 200);
    })
    .openapi(routes.deactivate, async (c) => {
      const { successor_id } = c.req.valid('json');
      return c.json(
        await one(
          c.get('place'),
          await act(c.get('place'), c.req.valid('param').id, { do: 'deactivate', successor_id }),
        ),
        200,
      );
    })
    .openapi(routes.reactivate, async (c) => {
      const version = versionSeen(c.req.header('if-match'));
      return c.json(
        await one(c.get('place'), await act(c.get('place'), c.req.valid('param').id, { do: 'reactivate' }, version)),
        200,
      );
    })
    .openapi(routes.invite, async (c) => {
      const member = await act(c.get('place'), newId(), { do: 'invite', ...c.req.valid('json') });
      c.header('etag', `"${member.version}"`);
      return c.json(await invited(c.get('place'), member), 201);
    })
    .openapi(routes.again, async (c) =>
      c.json(
        await invited(c.get('place'), await act(c.get('place'), c.req.valid('param').id, { do: 'invite_again' })),
        200,
      ),
    )
    .openapi(routes.withdraw, async (c) => {
      const version = versionSeen(c.req.header('if-match'));
      return c.json(
        await one(c.get('place'), await act(c.get('place'), c.req.valid('param').id, { do: 'withdraw' }, version)),
        200,
      );
    })
    .openapi(routes.look, async (c) => c.json(await lookAtInvitation(access, c.req.valid('json').token), 200))
    .openapi(routes.accept, async (c) => c.json(await acceptInvitation(access, c, c.req.valid('json')), 200));
};

const shownTo = async (access: Access, place: Place, rows: readonly Member[]) => {
  const manages = can(place.caller.who, MANAGE) === null;
  const facts = manages ? await accountFacts(access, place.practice_id) : new Map<string, AccountFacts>();
  return rows.map(({ id, version, name, role_id, state, time_zone, ...rest }) => {
    const open = { id, version, name, role_id, state, time_zone };
    if (!manages) return open;
    const { account_id, notifications: _n, invitation_no: _i, ...more } = rest;
    const { has_factor, last_seen_at } = facts.get(account_id ?? '') ?? { has_factor: false, last_seen_at: null };
    return { ...open, ...more, has_factor, last_seen_at };
  });
};
