import { z } from '@hono/zod-openapi';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { reads, writes } from '../roles/rules.ts';
import { MFA_POLICIES, SESSION_MODES } from '../sessions/model.ts';
import { type Practice, practiceChanges, type SettingSchemas } from './model.ts';
import { practices, readPractice } from './store.ts';

const shape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    slug: z.string(),
    kind: z.enum(['live', 'demo', 'sandbox']),
    sandbox_of: z.uuid().nullable(),
    country: z.string(),
    time_zone: z.string(),
    locale: z.string(),
    currency: z.string(),
    working_days: z.array(z.int()),
    send_hour: z.string(),
    mfa: z.enum(MFA_POLICIES),
    session_mode: z.enum(SESSION_MODES),
    retention_months: z.int(),
    settings: z.record(z.string(), z.unknown()),
  })
  .openapi('Practice');

/** `practice` (GET, PATCH). `settings` names what the rooms let a practice set, each with its schema. */
export const practiceApi = (kernel: Kernel, settings: SettingSchemas = {}) => {
  const get = route(reads('settings'), { method: 'get', path: '/practice', responses: answers(200, shape) });
  const change = route(writes('settings'), {
    method: 'patch',
    path: '/practice',
    request: jsonBody(practiceChanges(settings)),
    responses: answers(200, shape),
  });
  return router()
    .openapi(get, async (c) => {
      const practice = await atDesk(kernel, c.get('place'), readPractice);
      c.header('etag', `"${practice.version}"`);
      return c.json(shown(practice), 200);
    })
    .openapi(change, async (c) => {
      const place = c.get('place');
      const version = versionSeen(c.req.header('if-match'));
      const command = { do: 'change' as const, changes: c.req.valid('json') };
      const done = yesOrThrow(await perform(kernel, place, practices, { id: place.practice_id, command, version }));
      c.header('etag', `"${done.state.practice.version}"`);
      return c.json(shown(done.state.practice), 200);
    });
};

const shown = ({ settings, ...rest }: Practice) => ({ ...rest, settings: settings as Record<string, unknown> });
