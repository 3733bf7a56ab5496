import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { inPractice } from '#kernel/database/practice.ts';
import { HttpRefusal, httpRefusal } from '#kernel/http/problem.ts';
import { answers, type Env, jsonBody, route, router } from '#kernel/http/route.ts';
import { present } from '../members/who.ts';
import { can } from '../roles/rules.ts';
import type { Access } from './access.ts';
import { membershipsOf } from './accounts.ts';
import { begin } from './begin.ts';
import { dropSessionCookie, giveSessionCookie } from './cookies.ts';
import { code, reset, resetRequest, signIn, token } from './model.ts';
import { askReset, signInByLink, useReset } from './passwords.ts';
import { LOOK, lookingAs } from './principal.ts';
import { originOf, requestOf, type SessionPlace, sessionPlace, tell } from './request.ts';
import { passkeyChallenge, signInByCode, signInByPasskey, signInByPassword, signInByRecoveryCode } from './sign-in.ts';
import { endSession, endSessionByToken, lookAs, openSession } from './store.ts';

const practiceShape = z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['live', 'demo', 'sandbox']) });
/** Where the member stands now: `open`, `grace` until a time, `enrol`, `confirm`; or `code`, when one is still owed. */
export const begunShape = z
  .object({
    at: z.enum(['open', 'grace', 'enrol', 'confirm', 'code']),
    until: z.string().optional(),
    factors: z.array(z.enum(['code', 'recovery_code', 'passkey'])).optional(),
    practice_id: z.uuid().optional(),
    practices: z.array(practiceShape).optional(),
  })
  .openapi('Begun');
export const nothing = z.object({ ok: z.literal(true) }).openapi('Done');
export const OK = { ok: true } as const;
const ceremony = z.record(z.string(), z.unknown());
const passkeyAnswer = z.strictObject({ response: ceremony, practice_id: z.uuid().optional() });
const look = z.strictObject({ role_id: z.uuid().optional(), member_id: z.uuid().optional() });

const post = <P extends string, S extends z.ZodType>(path: P, body: S) =>
  route('public', { method: 'post', path, request: jsonBody(body), responses: answers(200, begunShape) });

const routes = {
  password: post('/session', signIn),
  code: post('/session/code', code),
  recovery: post('/session/recovery-code', code),
  passkey: post('/session/passkey', passkeyAnswer),
  link: post('/session/link', z.strictObject({ token })),
  challenge: route('public', { method: 'post', path: '/session/passkey-challenge', responses: answers(200, ceremony) }),
  askReset: route('public', {
    method: 'post',
    path: '/password-resets',
    request: jsonBody(resetRequest),
    responses: answers(202, nothing),
  }),
  reset: route('public', {
    method: 'post',
    path: '/password-resets/use',
    request: jsonBody(reset),
    responses: answers(200, nothing),
  }),
  out: route('public', { method: 'delete', path: '/session', responses: answers(200, nothing) }),
  switch: route('signed_in', {
    method: 'post',
    path: '/session/practice',
    request: jsonBody(z.strictObject({ practice_id: z.uuid() })),
    responses: answers(200, begunShape),
  }),
  // The permission is asked of the person, not of whom they look as already.
  look: route('signed_in', {
    method: 'post',
    path: '/session/look',
    request: jsonBody(look),
    responses: answers(200, nothing),
  }),
  unlook: route('signed_in', { method: 'delete', path: '/session/look', responses: answers(200, nothing) }),
};

/** Signing in and out (PL-40 to PL-43, PL-45, PL-55, PL-191). Nothing here does anything on GET. */
export const sessionApi = (access: Access) =>
  router()
    .openapi(routes.password, async (c) => c.json(await signInByPassword(access, c, c.req.valid('json')), 200))
    .openapi(routes.code, async (c) => c.json(await signInByCode(access, c, c.req.valid('json')), 200))
    .openapi(routes.recovery, async (c) => c.json(await signInByRecoveryCode(access, c, c.req.valid('json')), 200))
    .openapi(routes.challenge, async (c) => c.json(await passkeyChallenge(access, c), 200))
    .openapi(routes.passkey, async (c) => c.json(await signInByPasskey(access, c, c.req.valid('json')), 200))
    .openapi(routes.link, async (c) => c.json(await signInByLink(access, c, c.req.valid('json').token), 200))
    .openapi(routes.askReset, async (c) => {
      await askReset(access, c, c.req.valid('json').email);
      return c.json(OK, 202);
    })
    .openapi(routes.reset, async (c) => {
      await useReset(access, c, c.req.valid('json'));
      return c.json(OK, 200);
    })
    .openapi(routes.out, async (c) => {
      await signOut(access, c);
      return c.json(OK, 200);
    })
    .openapi(routes.switch, async (c) => c.json(await switchPractice(access, c, c.req.valid('json').practice_id), 200))
    .openapi(routes.look, async (c) => {
      await startLooking(access, c, c.req.valid('json'));
      return c.json(OK, 200);
    })
    .openapi(routes.unlook, async (c) => {
      await lookAs(access, mustHaveSession(c).session.token, null);
      return c.json(OK, 200);
    });

/** What only a person at a screen may do: keys are turned away. */
export const mustHaveSession = (c: Context<Env>): SessionPlace => {
  const place = sessionPlace(c);
  if (!place) throw httpRefusal(403, 'not_with_a_key', 'A key cannot do this. Sign in and do it yourself.');
  return place;
};

const signOut = async (access: Access, c: Context<Env>): Promise<void> => {
  const place = sessionPlace(c);
  dropSessionCookie(access, c);
  if (!place) return;
  await endSession(access, place.session.id, { account_id: place.session.account_id });
  await told(access, c, place, 'session.ended');
};

/** Another practice of the same account: a new session id, and the old one is gone (PL-55). */
const switchPractice = async (access: Access, c: Context<Env>, practice_id: string) => {
  const place = mustHaveSession(c);
  const { session } = place;
  const mine = (await membershipsOf(access, session.account_id)).some((one) => one.practice_id === practice_id);
  if (!mine || session.ends_by) throw httpRefusal(404, 'not_found', 'You do not belong to this practice.');
  const fresh = await openSession(access, session.account_id, requestOf(c));
  const begun = await begin(access, c, fresh, { by: 'switch', practice_id, before: session });
  await endSessionByToken(access, session.token);
  await giveSessionCookie(access, c, fresh);
  return begun;
};

/** Looking as a role or a member (PL-191): an event that the one who is looked at can see. */
const startLooking = async (access: Access, c: Context<Env>, as: z.infer<typeof look>): Promise<void> => {
  const place = mustHaveSession(c);
  const wanted = as.member_id ? `member:${as.member_id}` : as.role_id ? `role:${as.role_id}` : null;
  if (!wanted) throw httpRefusal(422, 'nobody', 'Choose a role or a member to look as.');
  await inPractice(access.kernel.db, place.practice_id, async (desk) => {
    const looker = await present(desk, place.session.member_id!);
    const no = looker && can(looker.who, LOOK);
    if (no) throw new HttpRefusal(no);
    if (!looker || !(await lookingAs(desk, looker, wanted)))
      throw httpRefusal(404, 'not_found', 'There is no such role or active member.');
    const origin = originOf(requestOf(c), looker.who.actor);
    await tell(desk, origin, {
      verb: 'member.looked_as',
      member_id: as.member_id ?? looker.member.id,
      facts: { as: [null, wanted] },
    });
  });
  await lookAs(access, place.session.token, wanted);
};

const told = (access: Access, c: Context<Env>, place: SessionPlace, verb: string): Promise<unknown> =>
  inPractice(access.kernel.db, place.practice_id, (desk) =>
    tell(desk, originOf(requestOf(c), `member:${place.session.member_id!}`), {
      verb,
      member_id: place.session.member_id!,
      facts: { session_id: [place.session.id, null] },
    }),
  );
