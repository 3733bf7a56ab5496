import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Permission, type Place, route, router } from '#kernel/http/route.ts';
import { type Done, perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { addAnswered, formOfCategory } from '../forms/by-hand.ts';
import { itemBulk } from './bulk.ts';
import { itemsFile } from './exporting.ts';
import { ITEM_SORTS, itemFilters } from './filters.ts';
import { countItems, itemIds, listItems, notesOf, readItem } from './lists.ts';
import {
  assignmentBody,
  holdBody,
  type ItemCommand,
  type ItemState,
  itemChanges,
  newItem,
  noteBody,
  noteChange,
  STATUSES,
} from './model.ts';
import { DELETES, EXPORTS, READS, WRITES } from './rights.ts';
import { acted, itemCounts, itemDetail, itemRow, noteRow } from './shapes.ts';
import type { ItemsRoom } from './store.ts';

export interface ItemsDoor {
  kernel: Kernel;
  items: ItemsRoom;
}

const list = route(READS, {
  method: 'get',
  path: '/items',
  request: { query: listQuery(ITEM_SORTS, itemFilters) },
  responses: answers(200, pageOf(itemRow)),
});
const query = { query: listQuery(ITEM_SORTS, itemFilters) };
const csv = route(EXPORTS, {
  method: 'get',
  path: '/items.csv',
  request: query,
  responses: { 200: { description: 'All rows of the filter', content: { 'text/csv': { schema: z.string() } } } },
});
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const xlsx = route(EXPORTS, {
  method: 'get',
  path: '/items.xlsx',
  request: query,
  responses: {
    200: {
      description: 'All rows of the filter',
      content: { [XLSX]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
});
const counts = route(READS, { method: 'get', path: '/item-counts', responses: answers(200, itemCounts) });
const answer = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(50),
  z.null(),
]);
const addedItem = newItem.extend({
  /** What the form of its category asks, by the keys of the questions; files by their ids (IN-11). */
  answers: z.record(z.string().max(40), answer).optional(),
  /** The version whose questions were answered; another one now refuses. */
  form_version: z.int().optional(),
});
const add = route(READS, {
  method: 'post',
  path: '/items',
  request: jsonBody(addedItem),
  responses: answers(201, itemDetail),
});
const get = route(READS, {
  method: 'get',
  path: '/items/{id}',
  request: { params: idParam },
  responses: answers(200, itemDetail),
});
const byNumber = route(READS, {
  method: 'get',
  path: '/items/by-number/{number}',
  request: {
    params: z.object({
      number: z.coerce
        .number()
        .int()
        .min(1)
        .max(2_147_483_647)
        .openapi({ param: { name: 'number', in: 'path' } }),
    }),
  },
  responses: answers(200, itemDetail),
});
const notes = route(READS, {
  method: 'get',
  path: '/items/{id}/notes',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(noteRow) })),
});
const resubmission = route(WRITES, {
  method: 'post',
  path: '/items/{id}/resubmission',
  request: { params: idParam },
  responses: answers(201, itemDetail),
});

/** The inbox for people and programs (inbox.md 5). */
export const itemsApi = (door: ItemsDoor) => {
  const { kernel, items } = door;
  const at = <T>(place: Place, work: (desk: Desk) => Promise<T>): Promise<T> => atDesk(kernel, place, work);
  const shown = (place: Place, wanted: { id: Id } | { number: number }) =>
    at(place, async (desk) => {
      const found = await readItem(desk, place.caller.who, wanted);
      if (!found) throw new HttpRefusal(notFound());
      return found;
    });
  const made = async (place: Place, command: ItemCommand) => {
    const id = newId();
    yesOrThrow(await perform(kernel, place, items, { id, command }));
    return shown(place, { id });
  };
  const added = async (place: Place, { answers, form_version, ...given }: z.output<typeof addedItem>) => {
    const command = { do: 'add' as const, ...given };
    const id = newId();
    const asked = await at(place, async (desk) => {
      const form = await formOfCategory(desk, given.category_id);
      if (!form) return false;
      const [answer_id, typed, seen] = [newId(), answers ?? {}, form_version];
      const { caller } = place;
      yesOrThrow(await addAnswered(kernel, items, desk, { caller, id, answer_id, given: command, form, typed, seen }));
      return true;
    });
    if (asked) return shown(place, { id });
    if (answers)
      throw new HttpRefusal(
        invalid(problem('/answers', 'nothing_asked', 'This category asks nothing. Leave answers out.')),
      );
    return made(place, command);
  };
  const reading = router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      return c.json(await at(place, (desk) => listItems(desk, place.caller.who, c.req.valid('query'))), 200);
    })
    .openapi(csv, async (c) => {
      const { place } = c.var;
      const text = await at(place, (desk) => itemsFile(desk, place.caller, c.req.valid('query'), 'csv'));
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="items.csv"');
      return c.body(text, 200) as never;
    })
    .openapi(xlsx, async (c) => {
      const { place } = c.var;
      const bytes = await at(place, (desk) => itemsFile(desk, place.caller, c.req.valid('query'), 'xlsx'));
      c.header('content-type', XLSX);
      c.header('content-disposition', 'attachment; filename="items.xlsx"');
      return c.body(bytes, 200) as never;
    })
    .openapi(counts, async (c) => {
      const { place } = c.var;
      return c.json(await at(place, (desk) => countItems(desk, place.caller.who)), 200);
    })
    .openapi(add, async (c) => c.json(await added(c.var.place, c.req.valid('json')), 201))
    .openapi(byNumber, async (c) => {
      const one = await shown(c.var.place, { number: c.req.valid('param').number });
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(get, async (c) => {
      const one = await shown(c.var.place, { id: c.req.valid('param').id });
      c.header('etag', `"${one.version}"`);
      return c.json(one, 200);
    })
    .openapi(notes, async (c) => {
      const { id } = await shown(c.var.place, { id: c.req.valid('param').id });
      return c.json({ items: await at(c.var.place, (desk) => notesOf(desk, id)) }, 200);
    })
    .openapi(resubmission, async (c) =>
      c.json(await made(c.var.place, { do: 'resubmit', of: c.req.valid('param').id }), 201),
    );
  return mount(reading, acts(door)).route(
    '/',
    bulkDoor(kernel, {
      path: '/items/bulk',
      permission: WRITES,
      commands: itemBulk(items),
      filter: itemFilters,
      idsOf: (desk, who, filter, most) => itemIds(desk, who, filter, most),
    }) as never,
  );
};

/** An act is taken back from its toast for half a minute, a decision in its grace alone (IN-32, IN-104). */
const undoFor = ({ around }: ItemState, events: readonly Recorded[]): number =>
  events.some(({ verb }) => verb === 'item.decided') ? around.grace_seconds * 1000 : 30_000;

/** What an act on one item answers. */
export const answerOf = (
  id: Id,
  { state, events, act_id }: Omit<Done<ItemState>, 'yes' | 'id'>,
): z.infer<typeof acted> => {
  const { number, version, status, status_by, status_at } = state.item;
  const by = state.around.members.find((one) => `member:${one.id}` === status_by)?.name ?? null;
  const unchanged = events.length ? null : { by, at: status_at };
  return {
    id,
    number,
    version,
    status,
    unchanged,
    undo_ms: undoFor(state, events),
    act_id,
    event_id: events[0]?.id ?? null,
  };
};

const noteParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  note: z.uuid().openapi({ param: { name: 'note', in: 'path' } }),
});

/** What is done with one item; what changes what somebody saw names the version they saw (IN-31). */
const acts = ({ kernel, items }: ItemsDoor) => {
  const on = <Body extends z.ZodType = z.ZodUndefined, Params extends z.ZodType = typeof idParam>(
    door: Omit<Parameters<typeof oneAct<typeof acted, Params, Body>>[0], 'permission'> & { permission?: Permission },
    make: (asked: Asked<z.output<Body>, z.output<Params>>) => { command: ItemCommand; version?: number },
  ) =>
    oneAct<typeof acted, Params, Body>({ permission: WRITES, ...door }, acted, async (asked) => {
      const done = yesOrThrow(await perform(kernel, asked.place, items, { id: asked.id, ...make(asked) }));
      return answerOf(asked.id, done);
    });
  return [
    on({ at: 'patch /items/{id}', body: itemChanges, permission: READS }, ({ body, seen }) => ({
      command: { do: 'change', ...body },
      version: seen,
    })),
    on({ at: 'delete /items/{id}', permission: DELETES }, ({ seen }) => ({ command: { do: 'delete' }, version: seen })),
    on({ at: 'post /items/{id}/restoration', permission: DELETES }, () => ({ command: { do: 'restore' } })),
    on({ at: 'put /items/{id}/status', body: z.strictObject({ status: z.enum(STATUSES) }) }, ({ body, seen }) => ({
      command: { do: 'set_status', ...body },
      version: seen,
    })),
    on({ at: 'delete /items/{id}/decision' }, ({ seen }) => ({ command: { do: 'take_back' }, version: seen })),
    on({ at: 'put /items/{id}/assignment', body: assignmentBody }, ({ body, seen }) => ({
      command: { do: 'assign', ...body },
      version: seen,
    })),
    on({ at: 'post /items/{id}/taking' }, () => ({ command: { do: 'take' } })),
    on({ at: 'put /items/{id}/hold', body: holdBody }, ({ body, seen }) => ({
      command: { do: 'hold', ...body },
      version: seen,
    })),
    on({ at: 'delete /items/{id}/hold' }, ({ seen }) => ({ command: { do: 'release' }, version: seen })),
    on({ at: 'post /items/{id}/notes', body: noteBody, permission: READS }, ({ body }) => ({
      command: { do: 'note', ...body },
    })),
    on(
      { at: 'patch /items/{id}/notes/{note}', params: noteParams, body: noteChange, permission: READS },
      ({ body, params }) => ({ command: { do: 'change_note', note: params.note, ...body } }),
    ),
  ];
};
