import { z } from '@hono/zod-openapi';
import { reads } from '#kernel/access/roles/rules.ts';
import { answers, atDesk, idParam, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { STEP_KINDS } from '#workflows/definitions/content.ts';
import { shownWorkflow } from '#workflows/definitions/present.ts';
import { statisticsOf } from './statistics.ts';

const figures = z.object({
  n: z.int(),
  reached: z.int(),
  done: z.int(),
  median_hours: z.number().nullable(),
  dated: z.int(),
  late: z.int(),
  handed_back: z.int(),
  skipped: z.int(),
});
const statistics = z
  .object({
    versions: z.array(z.object({ n: z.int(), runs: z.int() })),
    steps: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        kind: z.enum(STEP_KINDS),
        versions: z.array(figures),
      }),
    ),
  })
  .openapi('WorkflowStatistics');

const get = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/statistics',
  request: { params: idParam },
  responses: answers(200, statistics),
});

/** How the steps of a workflow go, version by version (WF-204); numbers only, so whoever reads workflows may see them. */
export const statisticsApi = (kernel: Kernel) =>
  router().openapi(get, async (c) => {
    const { id } = c.req.valid('param');
    await shownWorkflow(kernel, c.get('place'), id);
    return c.json(await atDesk(kernel, c.get('place'), (desk) => statisticsOf(desk, id)), 200);
  });
