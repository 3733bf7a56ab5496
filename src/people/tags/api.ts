import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { newTag, TAG_COLOURS, TAG_KINDS, tagChanges } from './model.ts';
import { listTags, TAG_SORTS, tags } from './store.ts';

const tag = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    colour: z.enum(TAG_COLOURS),
    applies_to: z.array(z.enum(TAG_KINDS)),
  })
  .openapi('Tag');

const list = route(reads('people'), {
  method: 'get',
  path: '/tags',
  request: { query: listQuery(TAG_SORTS, { q: z.string().max(100).optional() }) },
  responses: answers(200, pageOf(tag)),
});
const add = route(writes('people'), {
  method: 'post',
  path: '/tags',
  request: jsonBody(newTag),
  responses: answers(201, tag),
});
const change = route(writes('people'), {
  method: 'patch',
  path: '/tags/{id}',
  request: { params: idParam, ...jsonBody(tagChanges) },
  responses: answers(200, tag),
});
const remove = route(writes('people'), {
  method: 'delete',
  path: '/tags/{id}',
  request: { params: idParam },
  responses: answers(200, tag),
});

export const tagsApi = (kernel: Kernel) =>
  router()
    .openapi(list, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => listTags(desk, c.req.valid('query'))), 200),
    )
    .openapi(add, async (c) => {
      const wanted = { id: newId(), command: { do: 'add' as const, ...c.req.valid('json') } };
      const done = yesOrThrow(await perform(kernel, c.get('place'), tags, wanted));
      c.header('etag', `"${done.state.tag.version}"`);
      return c.json(done.state.tag, 201);
    })
    .openapi(change, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'change' as const, ...c.req.valid('json') },
        version: versionSeen(c.req.header('if-match')),
      };
      const done = yesOrThrow(await perform(kernel, c.get('place'), tags, wanted));
      c.header('etag', `"${done.state.tag.version}"`);
      return c.json(done.state.tag, 200);
    })
    .openapi(remove, async (c) => {
      const wanted = {
        id: c.req.valid('param').id,
        command: { do: 'delete' as const },
        version: versionSeen(c.req.header('if-match')),
      };
      return c.json(yesOrThrow(await perform(kernel, c.get('place'), tags, wanted)).state.tag, 200);
    });
