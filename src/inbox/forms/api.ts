import { z } from '@hono/zod-openapi';
import { DESIGNS, mayDesign, SEES } from '#forms/rights.ts';
import type { Id } from '#ground/id.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { READS, WRITES } from '../items/rights.ts';
import type { ItemsRoom } from '../items/store.ts';
import { ANSWER_SORTS, listAnswers, readAnswer, readPublication } from './lists.ts';
import { makeItem } from './making.ts';
import type { PublicFormCommand } from './model.ts';
import { answerFilters, answerRow, formAnswer, publication } from './shapes.ts';
import { publicForms, readAnswers } from './store.ts';

export interface PublicFormsDoor {
  kernel: Kernel;
  items: ItemsRoom;
  /** PUBLIC_URL. */
  publicUrl: string;
}

const get = route(SEES, {
  method: 'get',
  path: '/forms/{id}/publication',
  request: { params: idParam },
  responses: answers(200, publication),
});
const list = route(READS, {
  method: 'get',
  path: '/form-answers',
  request: { query: listQuery(ANSWER_SORTS, answerFilters) },
  responses: answers(200, pageOf(answerRow)),
});
const one = route(READS, {
  method: 'get',
  path: '/form-answers/{id}',
  request: { params: idParam },
  responses: answers(200, formAnswer),
});

/** Public forms and what strangers answered (IN-90 … 98, inbox.md 5). */
export const publicFormsApi = (door: PublicFormsDoor) => {
  const { kernel, publicUrl } = door;
  const shown = (place: Place, id: Id): Promise<z.infer<typeof publication>> =>
    atDesk(kernel, place, async (desk) => {
      const found = await readPublication(desk, id);
      if (!found) throw new HttpRefusal(notFound());
      const { slug, practice, ...rest } = found;
      const address = slug === null ? null : `${publicUrl}/f/${practice}/${slug}`;
      return { ...rest, address, may_write: mayDesign(place.caller.who) === null };
    });
  const change = async (place: Place, id: Id, command: PublicFormCommand) => {
    yesOrThrow(await perform(kernel, place, publicForms, { id, command }));
    return shown(place, id);
  };
  const read = (place: Place, id: Id): Promise<z.infer<typeof formAnswer>> =>
    atDesk(kernel, place, async (desk) => {
      const found = await readAnswer(desk, place.caller.who, id);
      if (!found) throw new HttpRefusal(notFound());
      return found;
    });
  const app = router()
    .openapi(get, async (c) => c.json(await shown(c.var.place, c.req.valid('param').id), 200))
    .openapi(list, async (c) => {
      const { place } = c.var;
      return c.json(
        await atDesk(kernel, place, (desk) => listAnswers(desk, place.caller.who, c.req.valid('query'))),
        200,
      );
    })
    .openapi(one, async (c) => c.json(await read(c.var.place, c.req.valid('param').id), 200));
  return mount(app, [
    oneAct({ at: 'post /forms/{id}/publication', permission: DESIGNS, status: 201 }, publication, ({ place, id }) =>
      change(place, id, { do: 'publish' }),
    ),
    oneAct(
      {
        at: 'patch /forms/{id}/publication',
        permission: DESIGNS,
        body: z.union([z.strictObject({ open: z.boolean() }), z.strictObject({ assignee_id: z.uuid().nullable() })]),
      },
      publication,
      ({ place, id, body }) =>
        change(
          place,
          id,
          'open' in body ? { do: body.open ? 'open' : 'close' } : { do: 'give', assignee_id: body.assignee_id },
        ),
    ),
    oneAct(
      { at: 'post /form-answers/{id}/item', permission: WRITES, status: 201 },
      formAnswer,
      async ({ place, id }) => {
        await read(place, id);
        await atDesk(kernel, place, async (desk) => {
          const answer = (await readAnswers(desk, [id])).get(id)!;
          const { caller } = place;
          yesOrThrow(await makeItem(kernel, door.items, desk, { caller, answer, assignee_id: null }));
        });
        return read(place, id);
      },
    ),
  ]);
};
