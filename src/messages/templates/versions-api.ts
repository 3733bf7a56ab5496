import { z } from '@hono/zod-openapi';
import { refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, route, router } from '#kernel/http/route.ts';
import { templateVersion, versionRow } from './api-shapes.ts';
import { seenTemplate, type TemplatesDoor } from './present.ts';
import { allVersions, versionOf } from './store.ts';

const versions = route('signed_in', {
  method: 'get',
  path: '/message-templates/{id}/versions',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(versionRow) })),
});
const oneVersion = route('signed_in', {
  method: 'get',
  path: '/message-templates/{id}/versions/{n}',
  request: { params: idParam.extend({ n: z.coerce.number().int().min(1) }) },
  responses: answers(200, templateVersion),
});

/** Every save of a template, each as it was (§3.1). */
export const versionsApi = (door: TemplatesDoor) =>
  router()
    .openapi(versions, async (c) => {
      const { id } = c.req.valid('param');
      const items = await atDesk(door.kernel, c.get('place'), async (desk) => {
        await seenTemplate(door, desk, c.get('place'), id);
        return allVersions(desk, id);
      });
      return c.json({ items }, 200);
    })
    .openapi(oneVersion, async (c) => {
      const { id, n } = c.req.valid('param');
      const found = await atDesk(door.kernel, c.get('place'), async (desk) => {
        await seenTemplate(door, desk, c.get('place'), id);
        return versionOf(desk, id, n);
      });
      if (!found) throw new HttpRefusal(refused('no_such_version', `There is no version ${n} of this template.`));
      const { id: _, version: __, template_id: ___, ...shown } = found;
      return c.json(shown, 200);
    });
