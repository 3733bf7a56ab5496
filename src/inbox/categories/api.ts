import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { sorted } from '../alerts/rules.ts';
import { formOfCategory } from '../forms/by-hand.ts';
import { type Category, type CategoryCommand, categoryChanges, newCategory } from './model.ts';
import { READS_CATEGORIES, WRITES_CATEGORIES } from './rules.ts';
import { askedForm, categoryShape } from './shapes.ts';
import { categoriesRoom, listCategories, readCategories } from './store.ts';

const list = route(READS_CATEGORIES, {
  method: 'get',
  path: '/categories',
  responses: answers(200, z.object({ items: z.array(categoryShape) })),
});
const add = route(WRITES_CATEGORIES, {
  method: 'post',
  path: '/categories',
  request: jsonBody(newCategory),
  responses: answers(201, categoryShape),
});
const asked = route(READS_CATEGORIES, {
  method: 'get',
  path: '/categories/{id}/form',
  request: { params: idParam },
  responses: answers(200, askedForm),
});
const get = route(READS_CATEGORIES, {
  method: 'get',
  path: '/categories/{id}',
  request: { params: idParam },
  responses: answers(200, categoryShape),
});

const shown = ({ deleted_at: _, ...category }: Category): z.infer<typeof categoryShape> =>
  categoryShape.parse(category);

/** Categories of items (inbox.md 5). */
export const categoriesApi = (kernel: Kernel, { domain }: { domain: string | null }) => {
  /** An address that makes items itself is alerted of none: each alert would be an item (IN-170). */
  const notOurs = (emails: readonly string[] = []): void => {
    const { refused } = sorted(emails.join('\n'), domain);
    const faults = refused.map(({ code, because }) => problem('/alert_emails', code, because));
    if (faults.length) throw new HttpRefusal(invalid(...faults));
  };
  const done = async (place: Place, wanted: { id: Id; command: CategoryCommand; version?: number }) =>
    shown(yesOrThrow(await perform(kernel, place, categoriesRoom, wanted)).state.category);
  const reading = router()
    .openapi(list, async (c) => {
      const items = await atDesk(kernel, c.var.place, listCategories);
      return c.json({ items: items.map(shown) }, 200);
    })
    .openapi(add, async (c) => {
      const body = c.req.valid('json');
      notOurs(body.alert_emails);
      return c.json(await done(c.var.place, { id: newId(), command: { do: 'add', ...body } }), 201);
    })
    .openapi(asked, async (c) => {
      const form = await atDesk(kernel, c.var.place, (desk) => formOfCategory(desk, c.req.valid('param').id));
      if (!form) throw new HttpRefusal(notFound('This category asks nothing.'));
      return c.json(form, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const category = (await atDesk(kernel, c.var.place, (desk) => readCategories(desk, [id]))).get(id);
      if (!category || category.deleted_at) throw new HttpRefusal(notFound());
      c.header('etag', `"${category.version}"`);
      return c.json(shown(category), 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /categories/{id}', permission: WRITES_CATEGORIES, body: categoryChanges },
      categoryShape,
      ({ place, id, body, seen }) => {
        notOurs(body.alert_emails);
        return done(place, { id, command: { do: 'change', ...body }, version: seen });
      },
    ),
    oneAct({ at: 'delete /categories/{id}', permission: WRITES_CATEGORIES }, categoryShape, ({ place, id, seen }) =>
      done(place, { id, command: { do: 'delete' }, version: seen }),
    ),
  ]);
};
