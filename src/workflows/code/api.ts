import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { workflowDetail, workflowVersion } from '#workflows/definitions/api-shapes.ts';
import { checksum } from '#workflows/definitions/checksum.ts';
import { shownWorkflow } from '#workflows/definitions/present.ts';
import { noSuchVersion, versionOf } from '#workflows/definitions/store.ts';
import { commit, lookAgain, lookThrough, map } from './importing.ts';
import { FORMS, type Form, importBody, mappingBody } from './model.ts';
import { exported, keptContent } from './rules.ts';
import { fileSchema } from './schema.ts';
import { importAnswer } from './shapes.ts';
import { nameBook } from './store.ts';

const read = reads('workflows');
const designs = writes('workflows');
const one = { params: idParam };
const form = z.enum(FORMS);
const asFile = {
  description: 'As a file',
  content: { 'application/yaml': { schema: z.string() }, 'application/json': { schema: workflowVersion } },
};
const version = route(read, {
  method: 'get',
  path: '/workflows/{id}/versions/{n}',
  request: {
    params: idParam.extend({ n: z.coerce.number().int().min(1) }),
    query: z.strictObject({ as: form.optional() }),
  },
  responses: { ...answers(200, workflowVersion), 200: asFile },
});
const draft = route(read, {
  method: 'get',
  path: '/workflows/{id}/draft',
  request: { ...one, query: z.strictObject({ as: form }) },
  responses: {
    ...answers(200, z.unknown()),
    200: { ...asFile, content: { ...asFile.content, 'application/json': { schema: z.unknown() } } },
  },
});
const schema = route(read, {
  method: 'get',
  path: '/workflow-schema/v1',
  responses: answers(200, z.record(z.string(), z.unknown())),
});
const sent = route(designs, {
  method: 'post',
  path: '/workflow-imports',
  request: jsonBody(importBody),
  responses: answers(201, importAnswer),
});
const shown = route(designs, {
  method: 'get',
  path: '/workflow-imports/{id}',
  request: one,
  responses: answers(200, importAnswer),
});
const mapped = route(designs, {
  method: 'put',
  path: '/workflow-imports/{id}/mapping',
  request: { ...one, ...jsonBody(mappingBody) },
  responses: answers(200, importAnswer),
});
const committed = route(designs, {
  method: 'post',
  path: '/workflow-imports/{id}/commit',
  request: one,
  responses: answers(201, workflowDetail),
});

/** Workflows as files: versions and drafts written out, the schema, and files read in (WF-160 … WF-164). */
export const codeApi = (kernel: Kernel) =>
  router()
    .openapi(version, async (c) => {
      const { id, n } = c.req.valid('param');
      const { as } = c.req.valid('query');
      const { key } = await shownWorkflow(kernel, c.get('place'), id);
      const found = await atDesk(kernel, c.get('place'), (desk) => versionOf(desk, id, n));
      if (!found) throw new HttpRefusal(noSuchVersion(n));
      c.header('etag', `"${found.checksum}"`);
      if (!as) return c.json(found as never, 200);
      return c.body(await fileOf(kernel, c.get('place'), { key, content: found.content }, as), 200, headers(key, as));
    })
    .openapi(draft, async (c) => {
      const { as } = c.req.valid('query');
      const { key, content, has_draft, name } = await shownWorkflow(kernel, c.get('place'), c.req.valid('param').id);
      if (!has_draft) throw new HttpRefusal(refused('no_draft', `«${name}» has no draft.`));
      c.header('etag', `"${checksum(keptContent(content))}"`);
      return c.body(await fileOf(kernel, c.get('place'), { key, content }, as), 200, headers(key, as)) as never;
    })
    .openapi(schema, (c) => c.json(fileSchema(), 200))
    .openapi(sent, async (c) =>
      c.json((await lookThrough(kernel, c.get('place'), c.req.valid('json').text)) as never, 201),
    )
    .openapi(shown, async (c) =>
      c.json((await lookAgain(kernel, c.get('place'), c.req.valid('param').id)) as never, 200),
    )
    .openapi(mapped, async (c) => {
      const { mapping } = c.req.valid('json');
      return c.json((await map(kernel, c.get('place'), c.req.valid('param').id, mapping)) as never, 200);
    })
    .openapi(committed, async (c) => {
      const made: Id = await commit(kernel, c.get('place'), c.req.valid('param').id);
      return c.json(await shownWorkflow(kernel, c.get('place'), made), 201);
    });

const fileOf = (kernel: Kernel, place: Place, workflow: { key: string; content: unknown }, as: Form): Promise<string> =>
  atDesk(kernel, place, async (desk: Desk) =>
    exported({ key: workflow.key, content: keptContent(workflow.content) }, await nameBook(desk), as),
  );

const headers = (key: string, as: Form) => ({
  'content-type': `application/${as}; charset=utf-8`,
  'content-disposition': `attachment; filename="${key}.${as === 'yaml' ? 'yaml' : 'json'}"`,
});
