import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { CHANNELS } from '#messages/fields/model.ts';
import { templateDetail, templateRow } from './api-shapes.ts';
import { listTemplates, TEMPLATE_SORTS } from './lists.ts';
import { content, newTemplate, TEMPLATE_MODULES, type TemplateCommand, templateChanges } from './model.ts';
import { shownTemplate, type TemplatesDoor } from './present.ts';
import { previewsApi } from './previews-api.ts';
import { maySee, mayWrite } from './rights.ts';
import { versionsApi } from './versions-api.ts';

/** Whose part of the house a template is decides who may see and write it (ME-1): the rules ask. */
const list = route('signed_in', {
  method: 'get',
  path: '/message-templates',
  request: {
    query: listQuery(TEMPLATE_SORTS, {
      q: z.string().max(100).optional(),
      channel: z.enum(CHANNELS).optional(),
      module: z.enum(TEMPLATE_MODULES).optional(),
      archived: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: answers(200, pageOf(templateRow).extend({ may_write: z.array(z.enum(TEMPLATE_MODULES)) })),
});
const create = route('signed_in', {
  method: 'post',
  path: '/message-templates',
  request: jsonBody(newTemplate),
  responses: answers(201, templateDetail),
});
const get = route('signed_in', {
  method: 'get',
  path: '/message-templates/{id}',
  request: { params: idParam },
  responses: answers(200, templateDetail),
});
const restoreBody = z.strictObject({ name: z.string().trim().min(1).max(80).optional() });

/** Templates of messages: the list, one of them, its wording, versions and previews (messages.md §6). */
export const templatesApi = (door: TemplatesDoor) => {
  const { kernel, port } = door;
  const change = changing(door);
  const app = router()
    .openapi(list, async (c) => {
      const { who } = c.get('place').caller;
      const seen = TEMPLATE_MODULES.filter((module) => maySee(who, module) === null);
      const may_write = TEMPLATE_MODULES.filter((module) => mayWrite(who, module) === null);
      const page = await atDesk(kernel, c.get('place'), async (desk) => {
        const { items, next } = await listTemplates(desk, c.req.valid('query'), seen);
        const uses = await port.usedBy(
          desk,
          items.map(({ id }) => id),
        );
        return { items: items.map((row) => ({ ...row, used_by: [...(uses.get(row.id) ?? [])] })), next };
      });
      const items = page.items.map((row) => ({ ...row, may_write: may_write.includes(row.module) }));
      return c.json({ ...page, items, may_write }, 200);
    })
    .openapi(create, async (c) =>
      c.json(await change(c.get('place'), newId(), { do: 'create', ...c.req.valid('json') }), 201),
    )
    .openapi(get, async (c) => {
      const one = await shownTemplate(door, c.get('place'), c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    });
  return mount(app, acts(door)).route('/', versionsApi(door)).route('/', previewsApi(door));
};

/** Performs, then reads the template anew as its page shows it. */
const changing = (door: TemplatesDoor) => async (place: Place, id: string, command: TemplateCommand, seen?: number) => {
  yesOrThrow(await perform(door.kernel, place, door.room, { id, command, version: seen }));
  return shownTemplate(door, place, id);
};

const acts = (door: TemplatesDoor) => {
  const change = changing(door);
  const on = <Body extends z.ZodType = z.ZodUndefined>(
    at: `${'post' | 'put' | 'patch' | 'delete'} /${string}`,
    perform: (asked: Asked<z.output<Body>>) => ReturnType<typeof change>,
    body?: Body,
  ) =>
    oneAct<typeof templateDetail, typeof idParam, Body>(
      { at, permission: 'signed_in', ...(body && { body }) },
      templateDetail,
      perform,
    );
  return [
    on(
      'patch /message-templates/{id}',
      ({ place, id, body, seen }) => change(place, id, { do: 'change', ...body }, seen),
      templateChanges,
    ),
    // If-Match is the number of the version the author began from: a rename in between is no conflict of texts (ME-6).
    on(
      'put /message-templates/{id}/variants',
      ({ place, id, body, seen }) => change(place, id, { do: 'save', content: body, seen }),
      content,
    ),
    on('put /message-templates/{id}/archive', ({ place, id, seen }) => change(place, id, { do: 'archive' }, seen)),
    on(
      'post /message-templates/{id}/restoration',
      ({ place, id, body, seen }) => change(place, id, { do: 'restore', ...body }, seen),
      restoreBody,
    ),
  ];
};
