import { z } from '@hono/zod-openapi';
import { answers, jsonBody, route, router } from '#kernel/http/route.ts';
import { COUNTRIES, countryFacts } from '../practice/countries.ts';
import { SIGNED_IN } from '../roles/rules.ts';
import type { Access } from '../sessions/access.ts';
import { begunShape } from '../sessions/api.ts';
import { token } from '../sessions/model.ts';
import { demoPractice, type MakeDemo, signInToDemo } from './demo.ts';
import { setup } from './model.ts';
import { mustBeSetupLink, setUp } from './setup.ts';

const withToken = jsonBody(z.strictObject({ token }));
const proposal = z.object({ country: z.string(), time_zone: z.string(), currency: z.string() });

const routes = {
  look: route('public', {
    method: 'post',
    path: '/setup/look',
    request: withToken,
    responses: answers(200, z.object({ has_demo: z.boolean(), countries: z.array(proposal) })),
  }),
  setup: route('public', {
    method: 'post',
    path: '/setup',
    request: jsonBody(setup),
    responses: answers(201, begunShape),
  }),
  demo: route('public', {
    method: 'post',
    path: '/setup/demo',
    request: withToken,
    responses: answers(200, begunShape),
  }),
  laterDemo: route(
    { ...SIGNED_IN, ability: 'sandbox.use' },
    { method: 'post', path: '/session/demo', responses: answers(200, begunShape) },
  ),
};

/** Set-up by the printed link (PL-6, PL-7, PL-8); only POST does anything (PL-45). `makeDemo`: where there is no demo practice yet. */
export const setupApi = (access: Access, makeDemo: MakeDemo) =>
  router()
    .openapi(routes.look, async (c) => {
      await mustBeSetupLink(access, c.req.valid('json').token);
      const countries = COUNTRIES.map((country) => ({ country, ...countryFacts(country)! })).map(
        ({ locale: _, ...rest }) => rest,
      );
      return c.json({ has_demo: (await demoPractice(access)) !== null, countries }, 200);
    })
    .openapi(routes.setup, async (c) => c.json(await setUp(access, c, c.req.valid('json')), 201))
    .openapi(routes.demo, async (c) => {
      await mustBeSetupLink(access, c.req.valid('json').token);
      return c.json(await signInToDemo(access, c, makeDemo), 200);
    })
    .openapi(routes.laterDemo, async (c) => c.json(await signInToDemo(access, c, makeDemo), 200));
