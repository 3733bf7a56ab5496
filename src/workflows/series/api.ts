import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router, versionSeen } from '#kernel/http/route.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import type { SeenPersons } from '#workflows/cadence/api.ts';
import { clientFactsOf } from '#workflows/cadence/store.ts';
import { onSeries } from './acting.ts';
import { changesApi } from './changes-api.ts';
import { datesApi } from './dates-api.ts';
import { listSeries, SERIES_SORTS } from './lists.ts';
import type { SeriesCommand } from './model.ts';
import { readSeries } from './reading.ts';
import { newSeries, resumeQuery, seriesChanges, seriesDetail, seriesRow } from './shapes.ts';
import { currentVersion } from './state.ts';
import { seriesRows } from './store.ts';

const READ = reads('workflows');
const WRITE = writes('workflows', 'workflows.launch');

const list = route(READ, {
  method: 'get',
  path: '/cadences',
  request: {
    query: listQuery(SERIES_SORTS, {
      q: z.string().max(100).optional(),
      state: z.enum(['active', 'paused', 'ended', 'open']).optional(),
      workflow: z.uuid().optional(),
      client: z.uuid().optional(),
      owner: z.uuid().optional(),
      blocked: z.literal('true').optional(),
    }),
  },
  responses: answers(200, pageOf(seriesRow)),
});
const one = route(READ, {
  method: 'get',
  path: '/cadences/{id}',
  request: { params: idParam },
  responses: answers(200, seriesDetail),
});
const create = route(WRITE, {
  method: 'post',
  path: '/cadences',
  request: jsonBody(newSeries),
  responses: answers(201, seriesDetail),
});
const resume = route(WRITE, {
  method: 'delete',
  path: '/cadences/{id}/pause',
  request: { params: idParam, query: resumeQuery },
  responses: answers(200, seriesDetail),
});

export interface SeriesPorts {
  kernel: Kernel;
  runs: AnyRoom;
  seen: SeenPersons;
}

/** Work that repeats: series, their dates, and changes of a cadence in force (CA section 5). */
export const seriesApi = (ports: SeriesPorts) => {
  const { kernel, seen } = ports;
  const shown = (place: Place, id: Id) =>
    atDesk(kernel, place, async (desk) => readSeries(desk, id, await seen(desk, place.caller.who)));
  const change = async (place: Place, id: Id, command: SeriesCommand, version?: number) => {
    yesOrThrow(await onSeries(kernel, place, id, command, version));
    return shown(place, id);
  };
  const reading = router()
    .openapi(list, async (c) =>
      c.json(await atDesk(kernel, c.get('place'), (desk) => listSeries(desk, c.req.valid('query'))), 200),
    )
    .openapi(one, async (c) => {
      const detail = await shown(c.get('place'), c.req.valid('param').id);
      c.header('etag', `"${detail.version}"`);
      return c.json(detail, 200);
    })
    .openapi(create, async (c) => {
      const place = c.get('place');
      const { also_now, ...sent } = c.req.valid('json');
      const command = await atDesk(kernel, place, (desk) => publishing(desk, place, sent, ports));
      const id = newId();
      yesOrThrow(await onSeries(kernel, place, id, { ...command, also_now }));
      return c.json(await shown(place, id), 201);
    })
    .openapi(resume, async (c) => {
      const seenVersion = versionSeen(c.req.header('if-match'));
      const create_current = c.req.valid('query').create_current === 'true';
      return c.json(
        await change(c.get('place'), c.req.valid('param').id, { do: 'resume', create_current }, seenVersion),
        200,
      );
    });
  const on = { permission: WRITE } as const;
  return mount(reading, [
    oneAct(
      { ...on, at: 'patch /cadences/{id}', body: seriesChanges },
      seriesDetail,
      async ({ place, id, body, seen: version }) => {
        const { owner, ...sent } = body;
        const clients =
          sent.clients && (await atDesk(kernel, place, (desk) => withUnseen(desk, place, id, sent.clients!, ports)));
        const rest = { ...sent, ...(clients && { clients }) };
        return change(place, id, { do: 'change', ...rest, ...(owner !== undefined && { owner_id: owner }) }, version);
      },
    ),
    oneAct({ ...on, at: 'put /cadences/{id}/pause' }, seriesDetail, ({ place, id, seen: version }) =>
      change(place, id, { do: 'pause' }, version),
    ),
    oneAct({ ...on, at: 'put /cadences/{id}/end' }, seriesDetail, ({ place, id, seen: version }) =>
      change(place, id, { do: 'end' }, version),
    ),
    oneAct({ ...on, at: 'post /cadences/{id}/copies', status: 201 }, seriesDetail, async ({ place, id }) => {
      const copied = (await atDesk(kernel, place, (desk) => seriesRows(desk, [id]))).get(id);
      if (!copied) throw new HttpRefusal(notFound());
      const { workflow_id, clients, tags, owner_id } = copied;
      const { cadence } = currentVersion(copied);
      const name = `${copied.name.slice(0, 73)} (copy)`;
      return change(place, newId(), {
        do: 'publish',
        workflow_id,
        clients,
        tags,
        owner_id,
        cadence,
        name,
        paused: true,
      });
    }),
  ])
    .route('/', changesApi(ports))
    .route('/', datesApi(ports));
};

const publishing = async (
  desk: Desk,
  place: Place,
  { workflow, owner, name, ...rest }: Omit<z.output<typeof newSeries>, 'also_now'>,
  ports: SeriesPorts,
): Promise<Extract<SeriesCommand, { do: 'publish' }>> => {
  await allSeen(desk, place, rest.clients, ports);
  const owner_id = owner === undefined ? (place.caller.who.member_id ?? null) : owner;
  return { do: 'publish', workflow_id: workflow, name: name ?? '', owner_id, ...rest };
};

/** These, and those of the series that the caller may not see: nobody takes out whom they do not see (CA-56). */
const withUnseen = async (
  desk: Desk,
  place: Place,
  id: Id,
  clients: readonly Id[],
  ports: SeriesPorts,
): Promise<Id[]> => {
  await allSeen(desk, place, clients, ports);
  const named = (await seriesRows(desk, [id])).get(id)?.clients ?? [];
  const visible = await clientFactsOf(desk, named, await ports.seen(desk, place.caller.who));
  return [...new Set([...clients, ...named.filter((one) => !visible.has(one))])];
};

/** Refuses not_found where one of them is none the caller may see. */
const allSeen = async (desk: Desk, place: Place, ids: readonly Id[], { seen }: SeriesPorts): Promise<void> => {
  if (!ids.length) return;
  const found = await clientFactsOf(desk, ids, await seen(desk, place.caller.who));
  if (found.size < new Set(ids).size)
    throw new HttpRefusal(notFound('One of these clients is not there, or you may not see it.'));
};
