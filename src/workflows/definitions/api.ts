import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { workflowDetail } from './api-shapes.ts';
import { content as contentSchema } from './content.ts';
import { createBody, draftBody, publishBody, renameBody, restoreBody, type WorkflowCommand } from './model.ts';
import type { FailingCases } from './port.ts';
import { shownWorkflow } from './present.ts';
import { stillWrong } from './publishing.ts';
import { readContent } from './reading.ts';
import { readingApi } from './reading-api.ts';
import { startingContent } from './rules.ts';
import { loadWorkflows, workflows } from './store.ts';
import { versionsApi } from './versions-api.ts';

const designs = writes('workflows');
const draftShape = draftBody.extend({ content: z.record(z.string(), z.unknown()) });
const create = route(designs, {
  method: 'post',
  path: '/workflows',
  request: jsonBody(createBody),
  responses: answers(201, workflowDetail),
});
const restore = route(designs, {
  method: 'delete',
  path: '/workflows/{id}/archive',
  request: { params: idParam, query: restoreBody },
  responses: answers(200, workflowDetail),
});

/** Everything about the definition of workflows: reading, designing, versions. */
export const definitionsApi = (kernel: Kernel, failing: FailingCases<Desk> = async () => []) => {
  const change = changing(kernel);
  const app = router()
    .route('/', readingApi(kernel))
    .openapi(create, async (c) => {
      const id = newId();
      return c.json(await change(c.get('place'), id, { do: 'create', id, ...c.req.valid('json') }), 201);
    });
  return mount(app, designActs(kernel, failing)).route('/', versionsApi(kernel));
};

/** Performs, then reads the workflow anew as its page shows it. */
const changing = (kernel: Kernel) => async (place: Place, id: string, command: WorkflowCommand, seen?: number) => {
  yesOrThrow(await perform(kernel, place, workflows, { id, command, version: seen }));
  return shownWorkflow(kernel, place, id);
};

const designActs = (kernel: Kernel, failing: FailingCases<Desk>) => {
  const change = changing(kernel);
  const on = <Body extends z.ZodType = z.ZodUndefined>(
    door: Omit<Parameters<typeof oneAct<typeof workflowDetail, typeof idParam, Body>>[0], 'permission'>,
    perform: (asked: Asked<z.output<Body>>) => Promise<z.output<typeof workflowDetail>>,
  ) => oneAct<typeof workflowDetail, typeof idParam, Body>({ ...door, permission: designs }, workflowDetail, perform);
  return [
    on({ at: 'patch /workflows/{id}', body: renameBody }, ({ place, id, body, seen }) =>
      change(place, id, { do: 'rename', ...body }, seen),
    ),
    on({ at: 'delete /workflows/{id}' }, async ({ place, id, seen }) => {
      const before = await shownWorkflow(kernel, place, id);
      yesOrThrow(await perform(kernel, place, workflows, { id, command: { do: 'delete' }, version: seen }));
      return before;
    }),
    on({ at: 'put /workflows/{id}/draft', body: draftShape }, ({ place, id, body, seen }) => {
      const read = readContent(body.content, '/content');
      if (!read.yes) throw new HttpRefusal(read);
      const { base_version } = body;
      return change(place, id, { do: 'save_draft', content: read.content, base_version, draft_version: seen });
    }),
    on({ at: 'delete /workflows/{id}/draft' }, ({ place, id, seen }) =>
      change(place, id, { do: 'discard_draft', draft_version: seen }),
    ),
    on({ at: 'post /workflows/{id}/versions', body: publishBody, status: 201 }, async ({ place, id, body, seen }) => {
      await casesGo(kernel, place, id, failing);
      return change(place, id, { do: 'publish', ...body, draft_version: seen });
    }),
    on({ at: 'put /workflows/{id}/activation' }, ({ place, id, seen }) => change(place, id, { do: 'turn_on' }, seen)),
    on({ at: 'delete /workflows/{id}/activation' }, ({ place, id, seen }) =>
      change(place, id, { do: 'turn_off' }, seen),
    ),
    on({ at: 'put /workflows/{id}/archive' }, ({ place, id, seen }) => change(place, id, { do: 'archive' }, seen)),
    restoring(kernel),
    on({ at: 'post /workflows/{id}/copies', status: 201 }, async ({ place, id }) => {
      const state = (await inPractice(kernel.db, place.practice_id, (desk) => loadWorkflows(desk, [id]))).get(id)!;
      const copied = state.current?.content ?? startingContent(state);
      if (!state.workflow || !copied) throw new HttpRefusal(notFound());
      const copy = newId();
      const source = { id: state.workflow.id, name: state.workflow.name };
      return change(place, copy, { do: 'duplicate', id: copy, source, content: copied });
    }),
  ];
};

/** Throws not_ready when a case of the draft goes another way than it says (WF-165). */
const casesGo = async (kernel: Kernel, place: Place, id: Id, failing: FailingCases<Desk>): Promise<void> => {
  const { key, content, has_draft } = await shownWorkflow(kernel, place, id);
  if (!has_draft) return;
  const draft = { key, content: contentSchema.parse(content) };
  const no = stillWrong(await atDesk(kernel, place, (desk) => failing(desk, place.caller.who, draft)));
  if (no) throw new HttpRefusal(no);
};

/** The name it comes back under stands in the query, since a DELETE has no body here. */
const restoring = (kernel: Kernel) => (app: ReturnType<typeof router>) =>
  app.openapi(restore, async (c) => {
    const { name } = c.req.valid('query');
    const command = { do: 'restore' as const, ...(name && { name }) };
    const seen = versionSeen(c.req.header('if-match'));
    return c.json(await changing(kernel)(c.get('place'), c.req.valid('param').id, command, seen), 200);
  }) as never;
