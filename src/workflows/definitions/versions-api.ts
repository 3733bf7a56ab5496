import { z } from '@hono/zod-openapi';
import { reads } from '#kernel/access/roles/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { workflowVersion } from './api-shapes.ts';
import { contentDifference } from './difference.ts';
import { shownWorkflow } from './present.ts';
import { allVersions, noSuchVersion, versionOf } from './store.ts';

const nParam = idParam.extend({ n: z.coerce.number().int().min(1) });
const versions = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/versions',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(workflowVersion.omit({ content: true })) })),
});
const difference = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/versions/{n}/difference',
  request: { params: nParam, query: z.strictObject({ with: z.coerce.number().int().min(1) }) },
  responses: answers(200, z.record(z.string(), z.unknown())),
});

/** The versions of a workflow and how two of them differ (WF-11); one of them is answered by the room of files. */
export const versionsApi = (kernel: Kernel) =>
  router()
    .openapi(versions, async (c) => {
      const { id } = c.req.valid('param');
      await shownWorkflow(kernel, c.get('place'), id);
      return c.json({ items: await atDesk(kernel, c.get('place'), (desk) => allVersions(desk, id)) }, 200);
    })
    .openapi(difference, async (c) => {
      const { id, n } = c.req.valid('param');
      const { with: m } = c.req.valid('query');
      await shownWorkflow(kernel, c.get('place'), id);
      const [a, b] = await atDesk(kernel, c.get('place'), async (desk) => [
        await versionOf(desk, id, m),
        await versionOf(desk, id, n),
      ]);
      if (!a || !b) throw new HttpRefusal(noSuchVersion(a ? n : m));
      return c.json(contentDifference(a.content, b.content) as never, 200);
    });
