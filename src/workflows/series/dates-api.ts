import { z } from '@hono/zod-openapi';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { type DateRef, onDates } from './acting.ts';
import type { SeriesPorts } from './api.ts';
import { listMissed, MISSED_SORTS } from './lists.ts';
import { type ClientCommand, OCCURRENCE_STATES } from './model.ts';
import { datesOfSeries, occurrenceRowOf } from './reading.ts';
import { bulkAnswer, bulkBody, done, idAndDate, occurrenceRow, overrideBody, skipBody } from './shapes.ts';

const READ = reads('workflows');
const WRITE = writes('workflows', 'workflows.launch');

const dates = route(READ, {
  method: 'get',
  path: '/cadences/{id}/occurrences',
  request: {
    params: idParam,
    query: z.strictObject({
      state: z.enum(OCCURRENCE_STATES).optional(),
      client: z.uuid().optional(),
      q: z.string().max(100).optional(),
      next: z.coerce.number().int().min(0).max(60).default(12),
    }),
  },
  responses: answers(200, z.object({ items: z.array(occurrenceRow), more: z.boolean() })),
});
const missed = route(READ, {
  method: 'get',
  path: '/missed-occurrences',
  request: { query: listQuery(MISSED_SORTS, { state: z.enum(['deployed', 'skipped']).optional() }) },
  responses: answers(200, pageOf(occurrenceRow)),
});
const bulk = route(WRITE, {
  method: 'post',
  path: '/occurrences/bulk',
  request: jsonBody(bulkBody),
  responses: answers(200, bulkAnswer),
});

type Said = Exclude<ClientCommand, { do: 'join' | 'settle' }>;

/** The dates of series: those that happened and those to come, and what somebody does with one or many (CA-52). */
export const datesApi = ({ kernel, seen }: SeriesPorts) => {
  const visible = (place: Place) => (desk: Desk) => seen(desk, place.caller.who);
  const reading = router()
    .openapi(dates, async (c) => {
      const place = c.get('place');
      const wanted = { ...c.req.valid('query'), series: c.req.valid('param').id };
      return c.json(
        await atDesk(kernel, place, async (desk) => datesOfSeries(desk, wanted, await visible(place)(desk))),
        200,
      );
    })
    .openapi(missed, async (c) => {
      const place = c.get('place');
      const { items, next } = await atDesk(kernel, place, async (desk) =>
        listMissed(desk, c.req.valid('query'), await visible(place)(desk)),
      );
      return c.json({ items: items.map(occurrenceRowOf), next }, 200);
    })
    .openapi(bulk, async (c) => {
      const place = c.get('place');
      const { command, ids } = c.req.valid('json');
      const outcomes = await onDates(kernel, place, ids, {
        command: ({ key }) => ({ ...command, key }) as Said,
        seen: visible(place),
      });
      const rows = outcomes.map((outcome, i) => ({
        ...ids[i]!,
        ok: outcome.yes,
        ...(!outcome.yes && { code: outcome.code, because: outcome.because }),
      }));
      const refused = rows.filter(({ ok }) => !ok).length;
      return c.json({ done: rows.length - refused, refused, rows }, 200);
    });
  const one = async (place: Place, date: DateRef, command: Said) => {
    const [outcome] = await onDates(kernel, place, [date], { command: () => command, seen: visible(place) });
    if (!outcome!.yes) throw new HttpRefusal(outcome!);
    const row = outcome!.state.occurrences.find(({ key }) => key === date.key);
    return { ...date, state: row?.state ?? null };
  };
  const ON = '/cadences/{id}/occurrences/{client}/{key}';
  const on = { permission: WRITE, params: idAndDate } as const;
  const dateOf = ({ id, client, key }: z.output<typeof idAndDate>): DateRef => ({ series: id, client, key });
  return mount(reading, [
    oneAct({ ...on, at: `put ${ON}/override`, body: overrideBody }, done, ({ place, params, body }) =>
      one(place, dateOf(params), { do: 'override', key: params.key, set: body as never }),
    ),
    oneAct({ ...on, at: `delete ${ON}/override` }, done, ({ place, params }) =>
      one(place, dateOf(params), { do: 'override', key: params.key, set: null }),
    ),
    oneAct({ ...on, at: `put ${ON}/skip`, body: skipBody }, done, ({ place, params, body }) =>
      one(place, dateOf(params), { do: 'skip', key: params.key, ...body }),
    ),
    oneAct({ ...on, at: `delete ${ON}/skip` }, done, ({ place, params }) =>
      one(place, dateOf(params), { do: 'restore', key: params.key }),
    ),
    oneAct({ ...on, at: `post ${ON}/creation` }, done, ({ place, params }) =>
      one(
        place,
        dateOf(params),
        params.key.startsWith('now:') ? { do: 'create_now' } : { do: 'create', key: params.key },
      ),
    ),
  ]);
};
