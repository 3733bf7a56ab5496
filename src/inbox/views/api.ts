import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { goneOf } from './gone.ts';
import { newView, type ViewCommand, viewChanges, viewFilters } from './model.ts';
import { mayChange, READS_VIEWS } from './rules.ts';
import { gone, viewActed, viewShape } from './shapes.ts';
import { listViews, viewsRoom } from './store.ts';

const list = route(READS_VIEWS, {
  method: 'get',
  path: '/item-views',
  responses: answers(200, z.object({ items: z.array(viewShape) })),
});
const add = route(READS_VIEWS, {
  method: 'post',
  path: '/item-views',
  request: jsonBody(newView),
  responses: answers(201, viewActed),
});
const get = route(READS_VIEWS, {
  method: 'get',
  path: '/item-views/{id}',
  request: { params: idParam },
  responses: answers(200, viewShape),
});
/** Which of these filters name what is not there: an address holds them too. */
const check = route(READS_VIEWS, {
  method: 'get',
  path: '/item-filters',
  request: { query: viewFilters },
  responses: answers(200, z.object({ gone })),
});

/** Views of the inbox that members saved (IN-161). */
export const viewsApi = (kernel: Kernel) => {
  const done = async (place: Place, wanted: { id: Id; command: ViewCommand; version?: number }) => {
    const { state, events } = yesOrThrow(await perform(kernel, place, viewsRoom, wanted));
    const [shown] = await atDesk(kernel, place, (desk) => readViews(desk, place.caller.who, [wanted.id]));
    // removed, or somebody else's own by now
    const { deleted_at: _, member_id: __, ...view } = state.view;
    const away = { ...view, by: null, gone: [], mine: false, may_change: false };
    return { ...(shown ?? away), event_id: events[0]?.id ?? null };
  };
  const reading = router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      return c.json({ items: await atDesk(kernel, place, (desk) => readViews(desk, place.caller.who)) }, 200);
    })
    .openapi(add, async (c) =>
      c.json(await done(c.var.place, { id: newId(), command: { do: 'add', ...c.req.valid('json') } }), 201),
    )
    .openapi(get, async (c) => {
      const { place } = c.var;
      const { id } = c.req.valid('param');
      const [view] = await atDesk(kernel, place, (desk) => readViews(desk, place.caller.who, [id]));
      if (!view) throw new HttpRefusal(notFound());
      c.header('etag', `"${view.version}"`);
      return c.json(view, 200);
    })
    .openapi(check, async (c) => {
      const { place } = c.var;
      const [found] = await atDesk(kernel, place, (desk) => goneOf(desk, place.caller.who, [c.req.valid('query')]));
      return c.json({ gone: found! }, 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /item-views/{id}', permission: READS_VIEWS, body: viewChanges },
      viewActed,
      ({ place, id, body, seen }) => done(place, { id, command: { do: 'change', ...body }, version: seen }),
    ),
    oneAct({ at: 'delete /item-views/{id}', permission: READS_VIEWS }, viewActed, ({ place, id, seen }) =>
      done(place, { id, command: { do: 'delete' }, version: seen }),
    ),
  ]);
};

const readViews = async (desk: Desk, who: Who, ids: readonly Id[] | null = null) => {
  const views = await listViews(desk, who, ids);
  const missing = await goneOf(
    desk,
    who,
    views.map(({ filters }) => filters),
  );
  return views.map(({ member_id, ...view }, at) => ({
    ...view,
    gone: missing[at]!,
    mine: member_id !== null && member_id === who.member_id,
    may_change: mayChange({ ...view, member_id }, who) === null,
  }));
};
