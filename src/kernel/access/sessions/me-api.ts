import { z } from '@hono/zod-openapi';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { NEWS, ownChanges } from '../members/model.ts';
import { findMember, members } from '../members/store.ts';
import { role } from '../roles/model.ts';
import type { Access } from './access.ts';
import { homesOf } from './accounts.ts';
import { mustHaveSession, nothing, OK } from './api.ts';
import { factorsApi } from './factors-api.ts';
import { newPassword } from './model.ts';
import { changePassword } from './passwords.ts';
import { sessionPlace } from './request.ts';

const practice = z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['live', 'demo', 'sandbox']) });
/** What the frame of the web knows of who is at the screen; `role` may be another's while looking as them. */
const meShape = z
  .object({
    member: z
      .object({
        id: z.uuid(),
        version: z.int(),
        name: z.string(),
        email: z.string(),
        language: z.string().nullable(),
        time_zone: z.string().nullable(),
        notifications: z.record(z.string(), z.enum(NEWS)),
      })
      .nullable(),
    role: role
      .pick({ id: true, name: true, levels: true, reach: true, own_clients_only: true })
      .partial({ id: true, own_clients_only: true })
      .extend({ abilities: z.array(z.string()) }),
    deputy_for: z.array(z.uuid()),
    practice: practice.extend({
      time_zone: z.string(),
      country: z.string(),
      locale: z.string(),
      currency: z.string(),
      today: z.string(),
    }),
    practices: z.array(practice),
    standing: z.object({ at: z.enum(['open', 'grace', 'enrol', 'confirm']), until: z.string().optional() }).nullable(),
    session_id: z.string().nullable(),
    looking_as: z.string().nullable(),
  })
  .openapi('Me');
const routes = {
  me: route('signed_in', { method: 'get', path: '/me', responses: answers(200, meShape) }),
  change: route('signed_in', {
    method: 'patch',
    path: '/me',
    request: jsonBody(ownChanges),
    responses: answers(200, nothing),
  }),
  password: route('signed_in', {
    method: 'post',
    path: '/me/password',
    request: jsonBody(newPassword),
    responses: answers(200, nothing),
  }),
};

/** Oneself: profile, password, second factors. All but reading needs a session; a key is not a person. */
export const meApi = (access: Access) =>
  router()
    .openapi(routes.me, async (c) => {
      const place = c.get('place');
      const session = sessionPlace(c);
      const { who } = place.caller;
      const homes = session ? await homesOf(access, session.session.account_id) : [];
      const seen = session?.session.member_id ?? who.member_id;
      const found = await atDesk(access.kernel, place, async (desk) => ({
        member: seen ? await findMember(desk, seen) : null,
        practice: desk.practice,
        today: desk.today,
      }));
      const { id, name, kind, time_zone, country, locale, currency } = found.practice;
      return c.json(
        {
          member: found.member && pick(found.member),
          role: {
            name: who.role_name,
            levels: who.levels,
            reach: who.reach,
            abilities: [...who.abilities],
            ...(who.role_id && { id: who.role_id }),
            ...(who.own_clients_only && { own_clients_only: true }),
          },
          deputy_for: [...who.deputy_for],
          practice: { id, name, kind, time_zone, country, locale, currency, today: found.today },
          practices: homes.map((home) => home.practice),
          standing: session?.standing ?? null,
          session_id: session?.session.id ?? null,
          looking_as: session?.session.look_as ?? null,
        },
        200,
      );
    })
    .openapi(routes.change, async (c) => {
      const place = mustHaveSession(c);
      const command = { do: 'change' as const, ...c.req.valid('json') };
      const version = versionSeen(c.req.header('if-match'));
      yesOrThrow(await perform(access.kernel, place, members, { id: place.session.member_id!, command, version }));
      return c.json(OK, 200);
    })
    .openapi(routes.password, async (c) => {
      await changePassword(access, c, mustHaveSession(c), c.req.valid('json'));
      return c.json(OK, 200);
    })
    .route('/', factorsApi(access));

type Found = NonNullable<Awaited<ReturnType<typeof findMember>>>;
const pick = ({ id, version, name, email, language, time_zone, notifications }: Found) => ({
  id,
  version,
  name,
  email,
  language,
  time_zone,
  notifications,
});
