import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { checkList } from './checklist.ts';
import { content, SUBJECT_KINDS, subjectKind } from './content.ts';
import { sayDays, totalDays } from './days.ts';
import { contentDifference } from './difference.ts';
import { FIELDS, RECORD_FIELDS, RUN_FIELDS } from './fields.ts';
import { listWorkflows, startable, WORKFLOW_SORTS } from './lists.ts';
import {
  type ChangeCommand,
  createBody,
  draftBody,
  publishBody,
  renameBody,
  restoreBody,
  type WorkflowCommand,
  type WorkflowState,
} from './model.ts';
import { readContent } from './reading.ts';
import { mayDesign } from './rights.ts';
import { startingContent } from './rules.ts';
import { deleteOrArchive } from './shelf.ts';
import { allVersions, designFacts, loadWorkflows, noSuchVersion, versionOf, workflows } from './store.ts';

const designs = writes('workflows');
const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    subject_kinds: z.array(subjectKind),
    on: z.boolean(),
    current_version: z.int().nullable(),
    archived: z.boolean(),
    has_draft: z.boolean(),
    origin: z.string(),
    subjects: z.int(),
    open_runs: z.int(),
    runs_ever: z.int(),
    failures: z.int(),
    steps: z.int(),
    days: z.string(),
    /** The day of the run on which each step ends, for a line of dots. */
    shape: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(['task', 'action']), day: z.int() })),
    changed_at: z.string(),
    may_design: z.boolean(),
  })
  .openapi('WorkflowRow');

const finding = z.object({
  level: z.enum(['error', 'warning']),
  step_key: z.string().optional(),
  code: z.string(),
  sentence: z.string(),
});

/** One workflow as its page and its editor read it. */
const detail = z
  .object({
    id: z.uuid(),
    version: z.int(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    subject_kinds: z.array(subjectKind),
    on: z.boolean(),
    current_version: z.int().nullable(),
    archived_at: z.string().nullable(),
    origin: z.string(),
    /** 0: nothing is being designed yet; send it as If-Match with the first save. */
    draft_version: z.int(),
    has_draft: z.boolean(),
    base_version: z.int(),
    drafted_at: z.string().nullable(),
    drafted_by: z.string().nullable(),
    content: z.record(z.string(), z.unknown()).nullable(),
    check_list: z.array(finding),
    days: z.string(),
    open_runs: z.int(),
    end: z.enum(['delete', 'archive']),
    may_design: z.boolean(),
  })
  .openapi('Workflow');

const version = z
  .object({
    n: z.int(),
    note: z.string().nullable(),
    published_at: z.string(),
    published_by: z.string(),
    checksum: z.string(),
    content: z.record(z.string(), z.unknown()),
  })
  .openapi('WorkflowVersion');

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
  responses: answers(200, pageOf(row)),
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
const create = route(designs, {
  method: 'post',
  path: '/workflows',
  request: jsonBody(createBody),
  responses: answers(201, detail),
});
const get = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}',
  request: { params: idParam },
  responses: answers(200, detail),
});
const rename = route(designs, {
  method: 'patch',
  path: '/workflows/{id}',
  request: { params: idParam, ...jsonBody(renameBody) },
  responses: answers(200, detail),
});
const remove = route(designs, {
  method: 'delete',
  path: '/workflows/{id}',
  request: { params: idParam },
  responses: answers(200, detail),
});
const draftShape = draftBody.extend({ content: z.record(z.string(), z.unknown()) });
const saveDraft = route(designs, {
  method: 'put',
  path: '/workflows/{id}/draft',
  request: { params: idParam, ...jsonBody(draftShape) },
  responses: answers(200, detail),
});
const discard = route(designs, {
  method: 'delete',
  path: '/workflows/{id}/draft',
  request: { params: idParam },
  responses: answers(200, detail),
});
const publish = route(designs, {
  method: 'post',
  path: '/workflows/{id}/versions',
  request: { params: idParam, ...jsonBody(publishBody) },
  responses: answers(201, detail),
});
const turnOn = route(designs, {
  method: 'put',
  path: '/workflows/{id}/activation',
  request: { params: idParam },
  responses: answers(200, detail),
});
const turnOff = route(designs, {
  method: 'delete',
  path: '/workflows/{id}/activation',
  request: { params: idParam },
  responses: answers(200, detail),
});
const archive = route(designs, {
  method: 'put',
  path: '/workflows/{id}/archive',
  request: { params: idParam },
  responses: answers(200, detail),
});
const restore = route(designs, {
  method: 'delete',
  path: '/workflows/{id}/archive',
  request: { params: idParam, query: restoreBody },
  responses: answers(200, detail),
});
const copy = route(designs, {
  method: 'post',
  path: '/workflows/{id}/copies',
  request: { params: idParam },
  responses: answers(201, detail),
});
const nParam = idParam.extend({ n: z.coerce.number().int().min(1) });
const versions = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/versions',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(version.omit({ content: true })) })),
});
const oneVersion = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/versions/{n}',
  request: { params: nParam },
  responses: answers(200, version),
});
const difference = route(reads('workflows'), {
  method: 'get',
  path: '/workflows/{id}/versions/{n}/difference',
  request: { params: nParam, query: z.strictObject({ with: z.coerce.number().int().min(1) }) },
  responses: answers(200, z.record(z.string(), z.unknown())),
});

export const definitionsApi = (kernel: Kernel) => {
  /** Reads one workflow as its page shows it; what the caller may not see answers 404 (WF-19, WF-20). */
  const shown = (place: Place, id: string) =>
    atDesk(kernel, place, async (desk) => {
      const state = (await loadWorkflows(desk, [id])).get(id)!;
      if (!state.workflow || state.workflow.deleted_at || hiddenFrom(place, state)) throw new HttpRefusal(notFound());
      return present(place, state);
    });
  const change = async (place: Place, id: string, command: WorkflowCommand, seen?: number) => {
    yesOrThrow(await perform(kernel, place, workflows, { id, command, version: seen }));
    return shown(place, id);
  };
  const act = (place: Place, id: string, command: ChangeCommand, ifMatch: string | undefined) =>
    change(place, id, command, versionSeen(ifMatch));
  return router()
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
    .openapi(create, async (c) => {
      const id = newId();
      return c.json(await change(c.get('place'), id, { do: 'create', id, ...c.req.valid('json') }), 201);
    })
    .openapi(get, async (c) => {
      const one = await shown(c.get('place'), c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(rename, async (c) =>
      c.json(
        await act(
          c.get('place'),
          c.req.valid('param').id,
          { do: 'rename', ...c.req.valid('json') },
          c.req.header('if-match'),
        ),
        200,
      ),
    )
    .openapi(remove, async (c) => {
      const place = c.get('place');
      const { id } = c.req.valid('param');
      const before = await shown(place, id);
      yesOrThrow(
        await perform(kernel, place, workflows, {
          id,
          command: { do: 'delete' },
          version: versionSeen(c.req.header('if-match')),
        }),
      );
      return c.json(before, 200);
    })
    .openapi(saveDraft, async (c) => {
      const { base_version, content: sent } = c.req.valid('json');
      const read = readContent(sent, '/content');
      if (!read.yes) throw new HttpRefusal(read);
      const draft_version = versionSeen(c.req.header('if-match'));
      const command = { do: 'save_draft' as const, content: read.content, base_version, draft_version };
      return c.json(await change(c.get('place'), c.req.valid('param').id, command), 200);
    })
    .openapi(discard, async (c) => {
      const draft_version = versionSeen(c.req.header('if-match'));
      return c.json(await change(c.get('place'), c.req.valid('param').id, { do: 'discard_draft', draft_version }), 200);
    })
    .openapi(publish, async (c) => {
      const draft_version = versionSeen(c.req.header('if-match'));
      return c.json(
        await change(c.get('place'), c.req.valid('param').id, { do: 'publish', ...c.req.valid('json'), draft_version }),
        201,
      );
    })
    .openapi(turnOn, async (c) =>
      c.json(await act(c.get('place'), c.req.valid('param').id, { do: 'turn_on' }, c.req.header('if-match')), 200),
    )
    .openapi(turnOff, async (c) =>
      c.json(await act(c.get('place'), c.req.valid('param').id, { do: 'turn_off' }, c.req.header('if-match')), 200),
    )
    .openapi(archive, async (c) =>
      c.json(await act(c.get('place'), c.req.valid('param').id, { do: 'archive' }, c.req.header('if-match')), 200),
    )
    .openapi(restore, async (c) => {
      const { name } = c.req.valid('query');
      return c.json(
        await act(
          c.get('place'),
          c.req.valid('param').id,
          { do: 'restore', ...(name && { name }) },
          c.req.header('if-match'),
        ),
        200,
      );
    })
    .openapi(copy, async (c) => {
      const source = await inPractice(kernel.db, c.get('place').practice_id, (desk) =>
        loadWorkflows(desk, [c.req.valid('param').id]),
      );
      const state = source.get(c.req.valid('param').id)!;
      const copied = state.current?.content ?? startingContent(state);
      if (!state.workflow || !copied) throw new HttpRefusal(notFound());
      const id = newId();
      const from = { id: state.workflow.id, name: state.workflow.name };
      return c.json(await change(c.get('place'), id, { do: 'duplicate', id, source: from, content: copied }), 201);
    })
    .openapi(versions, async (c) => {
      const { id } = c.req.valid('param');
      await shown(c.get('place'), id);
      return c.json({ items: await atDesk(kernel, c.get('place'), (desk) => allVersions(desk, id)) }, 200);
    })
    .openapi(oneVersion, async (c) => {
      const { id, n } = c.req.valid('param');
      await shown(c.get('place'), id);
      const found = await atDesk(kernel, c.get('place'), (desk) => versionOf(desk, id, n));
      if (!found) throw new HttpRefusal(noSuchVersion(n));
      c.header('etag', `"${found.checksum}"`);
      return c.json(found as never, 200);
    })
    .openapi(difference, async (c) => {
      const { id, n } = c.req.valid('param');
      const { with: m } = c.req.valid('query');
      await shown(c.get('place'), id);
      const [a, b] = await atDesk(kernel, c.get('place'), async (desk) => [
        await versionOf(desk, id, m),
        await versionOf(desk, id, n),
      ]);
      if (!a || !b) throw new HttpRefusal(noSuchVersion(a ? n : m));
      return c.json(contentDifference(a.content, b.content) as never, 200);
    });
};

const hiddenFrom = (place: Place, { workflow }: WorkflowState): boolean =>
  workflow!.subject_kinds.includes('invoice') && mayDesign(place.caller.who, ['invoice']) !== null;

const present = (place: Place, state: WorkflowState): z.infer<typeof detail> => {
  const {
    key,
    created_at: _,
    created_by: __,
    archived_by: ___,
    deleted_at: ____,
    deleted_by: _____,
    ...workflow
  } = state.workflow!;
  const shown = startingContent(state) ?? null;
  return {
    ...workflow,
    key,
    draft_version: state.draft?.version ?? 0,
    has_draft: !!state.draft?.content,
    base_version: state.draft?.content ? state.draft.base_version : (workflow.current_version ?? 0),
    drafted_at: state.draft?.content ? state.draft.at : null,
    drafted_by: state.draft?.content ? state.draft.by : null,
    content: shown as Record<string, unknown> | null,
    check_list: shown ? checkList(content.parse(shown), state.around.design, key) : [],
    days: shown ? sayDays(totalDays(shown)) : '0 days',
    open_runs: state.around.usage.open_runs,
    end: deleteOrArchive(state.around.usage),
    may_design: mayDesign(place.caller.who, workflow.subject_kinds) === null,
  };
};
