import { z } from '@hono/zod-openapi';
import { answers, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Access } from './access.ts';
import { mustHaveSession } from './api.ts';
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  factorsOf,
  newRecoveryCodes,
  passkeyOptions,
  removePasskey,
  removeTotp,
} from './factors.ts';
import { code, passwordOnly } from './model.ts';

const factorsShape = z
  .object({
    totp: z.boolean(),
    recovery_codes_left: z.int(),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), made_at: z.string().nullable() })),
  })
  .openapi('Factors');
const codes = z.object({ recovery_codes: z.array(z.string()) });
const ceremony = z.record(z.string(), z.unknown());
const passkeyBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the passkey a name.').max(60),
  response: ceremony,
});

const routes = {
  factors: route('signed_in', { method: 'get', path: '/me/factors', responses: answers(200, factorsShape) }),
  totp: route('signed_in', {
    method: 'post',
    path: '/me/totp',
    request: jsonBody(passwordOnly),
    responses: answers(200, codes.extend({ uri: z.string() })),
  }),
  totpConfirm: route('signed_in', {
    method: 'post',
    path: '/me/totp/confirmation',
    request: jsonBody(code.pick({ code: true })),
    responses: answers(200, factorsShape),
  }),
  totpRemove: route('signed_in', {
    method: 'post',
    path: '/me/totp/removal',
    request: jsonBody(passwordOnly),
    responses: answers(200, factorsShape),
  }),
  codes: route('signed_in', {
    method: 'post',
    path: '/me/recovery-codes',
    request: jsonBody(passwordOnly),
    responses: answers(200, codes),
  }),
  options: route('signed_in', { method: 'post', path: '/me/passkey-options', responses: answers(200, ceremony) }),
  passkey: route('signed_in', {
    method: 'post',
    path: '/me/passkeys',
    request: jsonBody(passkeyBody),
    responses: answers(201, factorsShape),
  }),
  passkeyRemove: route('signed_in', {
    method: 'delete',
    path: '/me/passkeys/{id}',
    request: { params: idParam },
    responses: answers(200, factorsShape),
  }),
};

/** One's own second factors (PL-41): only at a screen, never with a key. */
export const factorsApi = (access: Access) =>
  router()
    .openapi(routes.factors, async (c) => c.json(await factorsOf(access, mustHaveSession(c).session.account_id), 200))
    .openapi(routes.totp, async (c) => {
      const place = mustHaveSession(c);
      return c.json(await beginTotp(access, c, place, c.req.valid('json').password), 200);
    })
    .openapi(routes.totpConfirm, async (c) => {
      const place = mustHaveSession(c);
      await confirmTotp(access, c, place, c.req.valid('json').code);
      return c.json(await factorsOf(access, place.session.account_id), 200);
    })
    .openapi(routes.totpRemove, async (c) => {
      const place = mustHaveSession(c);
      await removeTotp(access, c, place, c.req.valid('json').password);
      return c.json(await factorsOf(access, place.session.account_id), 200);
    })
    .openapi(routes.codes, async (c) =>
      c.json(
        { recovery_codes: await newRecoveryCodes(access, c, mustHaveSession(c), c.req.valid('json').password) },
        200,
      ),
    )
    .openapi(routes.options, async (c) => {
      mustHaveSession(c);
      return c.json(await passkeyOptions(access, c), 200);
    })
    .openapi(routes.passkey, async (c) => {
      const place = mustHaveSession(c);
      await addPasskey(access, c, place, c.req.valid('json'));
      return c.json(await factorsOf(access, place.session.account_id), 201);
    })
    .openapi(routes.passkeyRemove, async (c) => {
      const place = mustHaveSession(c);
      await removePasskey(access, c, place, c.req.valid('param').id);
      return c.json(await factorsOf(access, place.session.account_id), 200);
    });
