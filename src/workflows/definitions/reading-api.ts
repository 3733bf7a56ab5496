import { z } from '@hono/zod-openapi';
import { reads } from '#kernel/access/roles/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { answers, atDesk, idParam, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { workflowDetail, workflowRow } from './api-shapes.ts';
import { SUBJECT_KINDS, subjectKind } from './content.ts';
import { FIELDS, RECORD_FIELDS, RUN_FIELDS } from './fields.ts';
import { listWorkflows, startable, WORKFLOW_SORTS } from './lists.ts';
import { shownWorkflow } from './present.ts';
import { mayDesign } from './rights.ts';
import { designFacts } from './store.ts';

const flag = z.enum(['true', 'false']).optional();
const list = route(reads('workflows'), {
  method: 'get',
  path: '/workflows',
  request: {
    query: listQuery(WORKFLOW_SORTS, {
      q: z.string().max(100).optional(),
      kind: subjectKind.optional(),
      on: flag,
      archived: flag,
      used: flag,
      /** `true`: only workflows of invoices, `false`: only the others (WF-20). */
      collection: flag,
    }),
  },
  responses: answers(200, pageOf(workflowRow)),
});
const startableList = route(reads('workflows'), {
  method: 'get',
  path: '/startable-workflows',
  request: { query: z.strictObject({ kind: subjectKind }) },
  responses: answers(
    200,
    z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          key: z.string(),
          name: z.string(),
          description: z.string().nullable(),
          steps: z.int(),
          settings: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
});
const facts = route(reads('workflows'), {
  method: 'get',
  path: '/workflow-design-facts',
  responses: answers(200, z.record(z.string(), z.unknown())),
});
const get = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}',
  request: { params: idParam },
  responses: answers(200, workflowDetail),
});

/** The lists of workflows, one of them, and what an editor must know of the practice. */
export const readingApi = (kernel: Kernel) =>
  router()
    .openapi(list, async (c) => {
      const { who } = c.get('place').caller;
      const invoices = mayDesign(who, ['invoice']) === null;
      const page = await atDesk(kernel, c.get('place'), (desk) => listWorkflows(desk, c.req.valid('query'), invoices));
      const items = page.items.map((one) => ({ ...one, may_design: mayDesign(who, one.subject_kinds) === null }));
      return c.json({ ...page, items }, 200);
    })
    .openapi(startableList, async (c) =>
      c.json(
        { items: await atDesk(kernel, c.get('place'), (desk) => startable(desk, c.req.valid('query').kind)) } as never,
        200,
      ),
    )
    .openapi(facts, async (c) => {
      const { who } = c.get('place').caller;
      const { design, calendar } = await atDesk(kernel, c.get('place'), async (desk) => ({
        design: await designFacts(desk),
        calendar: { working_days: desk.practice.working_days, holidays: desk.practice.holidays },
      }));
      const designable = SUBJECT_KINDS.filter((kind) => mayDesign(who, [kind]) === null);
      const fields = { fields: FIELDS, run_fields: RUN_FIELDS, record_fields: RECORD_FIELDS };
      return c.json({ ...design, ...fields, calendar, designable } as never, 200);
    })
    .openapi(get, async (c) => {
      const one = await shownWorkflow(kernel, c.get('place'), c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    });
