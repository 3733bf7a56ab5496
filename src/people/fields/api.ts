import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { pageOf } from '#kernel/http/list.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import {
  type CustomField,
  type CustomFieldCommand,
  customFieldChanges,
  FIELD_KINDS,
  FIELD_TYPES,
  newCustomField,
} from './model.ts';
import { allFields, customFields } from './store.ts';

const customField = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    label: z.string(),
    record_kinds: z.array(z.enum(FIELD_KINDS)),
    type: z.enum(FIELD_TYPES),
    choices: z.array(z.string()),
    deleted_at: z.string().nullable(),
  })
  .openapi('CustomField');

const list = route(reads('people'), {
  method: 'get',
  path: '/custom-fields',
  request: {
    query: z.strictObject({
      kind: z.enum(FIELD_KINDS).optional(),
      deleted: z.enum(['true', 'false']).default('false'),
    }),
  },
  responses: answers(200, pageOf(customField)),
});
const add = route(writes('people'), {
  method: 'post',
  path: '/custom-fields',
  request: jsonBody(newCustomField),
  responses: answers(201, customField),
});
const change = route(writes('people'), {
  method: 'patch',
  path: '/custom-fields/{id}',
  request: { params: idParam, ...jsonBody(customFieldChanges) },
  responses: answers(200, customField),
});
const remove = route(writes('people'), {
  method: 'delete',
  path: '/custom-fields/{id}',
  request: { params: idParam },
  responses: answers(200, customField),
});
const restore = route(writes('people'), {
  method: 'post',
  path: '/custom-fields/{id}/restoration',
  request: { params: idParam },
  responses: answers(200, customField),
});

const shown = ({ forgotten_at: _, ...field }: CustomField) => field;

export const customFieldsApi = (kernel: Kernel) => {
  const does = async (place: Place, id: string, command: CustomFieldCommand, version?: number) => {
    const done = yesOrThrow(await perform(kernel, place, customFields, { id, command, version }));
    return shown(done.state.field);
  };
  return router()
    .openapi(list, async (c) => {
      const { kind, deleted } = c.req.valid('query');
      const all = await atDesk(kernel, c.get('place'), allFields);
      const items = all.filter(
        (field) =>
          !!field.deleted_at === (deleted === 'true') &&
          !field.forgotten_at &&
          (!kind || field.record_kinds.includes(kind)),
      );
      return c.json({ items: items.map(shown), next: null }, 200);
    })
    .openapi(add, async (c) => c.json(await does(c.get('place'), newId(), { do: 'add', ...c.req.valid('json') }), 201))
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param');
      const seen = versionSeen(c.req.header('if-match'));
      return c.json(await does(c.get('place'), id, { do: 'change', ...c.req.valid('json') }, seen), 200);
    })
    .openapi(remove, async (c) => {
      const seen = versionSeen(c.req.header('if-match'));
      return c.json(await does(c.get('place'), c.req.valid('param').id, { do: 'delete' }, seen), 200);
    })
    .openapi(restore, async (c) => c.json(await does(c.get('place'), c.req.valid('param').id, { do: 'restore' }), 200));
};
