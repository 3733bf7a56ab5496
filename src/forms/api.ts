import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type Design, design, type FormCommand, formChanges, newForm, question } from './model.ts';
import type { FormsPort } from './port.ts';
import { DESIGNS, mayDesign, SEES } from './rights.ts';
import { FORM_SORTS, type FormsRoom, listForms, loadForms } from './store.ts';

/** What the routes of forms work with; `drawn` is the page as whoever is asked sees it. */
export interface FormsDoor {
  kernel: Kernel;
  room: FormsRoom;
  port: FormsPort<Desk>;
  drawn(design: Design, practice: string): Promise<string>;
}

const use = z.object({ id: z.uuid(), name: z.string(), url: z.string() });
const about = {
  id: z.uuid(),
  version: z.int(),
  key: z.string(),
  title: z.string(),
  archived_at: z.string().nullable(),
  used_by: z.array(use),
  may_write: z.boolean(),
};
const formRow = z.object({ ...about, questions: z.int(), created_at: z.string() }).openapi('FormRow');
const formDetail = z.object({ ...about, intro: z.string(), questions: z.array(question) }).openapi('Form');

const list = route(SEES, {
  method: 'get',
  path: '/forms',
  request: {
    query: listQuery(FORM_SORTS, {
      q: z.string().max(100).optional(),
      archived: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: answers(200, pageOf(formRow)),
});
const create = route(DESIGNS, {
  method: 'post',
  path: '/forms',
  request: jsonBody(newForm),
  responses: answers(201, formDetail),
});
const get = route(SEES, {
  method: 'get',
  path: '/forms/{id}',
  request: { params: idParam },
  responses: answers(200, formDetail),
});
const preview = route(SEES, {
  method: 'post',
  path: '/form-previews',
  request: jsonBody(design),
  responses: answers(200, z.object({ html: z.string() })),
});

/** Forms of the practice: the list, one of them, its page before anybody is asked (WF-57). */
export const formsApi = (door: FormsDoor) => {
  const { kernel, port } = door;
  const change = changing(door);
  const app = router()
    .openapi(list, async (c) => {
      const { who } = c.get('place').caller;
      const may_write = mayDesign(who) === null;
      const page = await atDesk(kernel, c.get('place'), async (desk) => {
        const { items, next } = await listForms(desk, c.req.valid('query'));
        const uses = await port.usedBy(
          desk,
          items.map(({ id }) => id),
        );
        return { items: items.map((row) => ({ ...row, used_by: [...(uses.get(row.id) ?? [])], may_write })), next };
      });
      return c.json(page, 200);
    })
    .openapi(create, async (c) =>
      c.json(await change(c.get('place'), newId(), { do: 'create', ...c.req.valid('json') }), 201),
    )
    .openapi(get, async (c) => {
      const one = await shown(door, c.get('place'), c.req.valid('param').id);
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(preview, async (c) => {
      const practice = await atDesk(kernel, c.get('place'), async (desk) => desk.practice.name);
      return c.json({ html: await door.drawn(c.req.valid('json'), practice) }, 200);
    });
  return mount(app, acts(door));
};

const acts = (door: FormsDoor) => {
  const change = changing(door);
  const on = <Body extends z.ZodType = z.ZodUndefined>(
    at: `${'post' | 'put' | 'patch'} /${string}`,
    run: (asked: Asked<z.output<Body>>) => ReturnType<typeof change>,
    body?: Body,
  ) =>
    oneAct<typeof formDetail, typeof idParam, Body>(
      { at, permission: DESIGNS, ...(body && { body }) },
      formDetail,
      run,
    );
  return [
    on(
      'patch /forms/{id}',
      ({ place, id, body, seen }) => change(place, id, { do: 'change', ...body }, seen),
      formChanges,
    ),
    on('put /forms/{id}/archive', ({ place, id, seen }) => change(place, id, { do: 'archive' }, seen)),
    on('post /forms/{id}/restoration', ({ place, id, seen }) => change(place, id, { do: 'restore' }, seen)),
  ];
};

/** Performs, then reads the form anew as its page shows it. */
const changing = (door: FormsDoor) => async (place: Place, id: string, command: FormCommand, seen?: number) => {
  yesOrThrow(await perform(door.kernel, place, door.room, { id, command, version: seen }));
  return shown(door, place, id);
};

const shown = ({ kernel, port }: FormsDoor, place: Place, id: string): Promise<z.infer<typeof formDetail>> =>
  atDesk(kernel, place, async (desk) => {
    const { form, used_by } = (await loadForms(desk, port, [id])).get(id)!;
    if (!form || form.deleted_at) throw new HttpRefusal(notFound());
    const { deleted_at: _, archived_by: __, ...rest } = form;
    return { ...rest, used_by: [...used_by], may_write: mayDesign(place.caller.who) === null };
  });
