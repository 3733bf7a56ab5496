import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { type Column, EXPORT_MOST, exportFile } from '#people/fields/exporting.ts';
import { type AddressesDoor, heldBy } from './consents-api.ts';
import {
  allSuppressions,
  listSuppressions,
  SUPPRESSION_SORTS,
  type SuppressionRow,
  showSuppression,
  suppressionFilters,
} from './lists.ts';
import { type AddressCommand, CHANNELS, liftingBody, newSuppression, REACHES, REASONS } from './model.ts';
import { NO_ADDRESS, readAddress } from './read-address.ts';
import { MAY_LIFT, MAY_RECORD } from './rules.ts';
import { addresses, onAddress } from './store.ts';

const suppression = z
  .object({
    id: z.uuid(),
    version: z.int(),
    channel: z.enum(CHANNELS),
    address: z.string(),
    /** Null once it is lifted. */
    reason: z.enum(REASONS).nullable(),
    reach: z.enum(REACHES).nullable(),
    since: z.string().nullable(),
    evidence: z.string().nullable(),
    by_name: z.string(),
    /** Prospects and clients that have the address, as far as one may see them. */
    held_by: z.array(heldBy),
  })
  .openapi('Suppression');

const list = route(reads('people'), {
  method: 'get',
  path: '/suppressions',
  request: { query: listQuery(SUPPRESSION_SORTS, suppressionFilters) },
  responses: answers(200, pageOf(suppression)),
});
const file = route(reads('people'), {
  method: 'get',
  path: '/suppressions.csv',
  request: { query: z.strictObject(suppressionFilters) },
  responses: { 200: { description: 'All rows of the filter', content: { 'text/csv': { schema: z.string() } } } },
});
const add = route(MAY_RECORD, {
  method: 'post',
  path: '/suppressions',
  request: jsonBody(newSuppression),
  responses: answers(201, suppression),
});
const lift = route(MAY_LIFT, {
  method: 'post',
  path: '/suppressions/{id}/lifting',
  request: { params: idParam, ...jsonBody(liftingBody) },
  responses: answers(201, suppression),
});

const COLUMNS: Column<SuppressionRow>[] = [
  ['address', (row) => row.address],
  ['channel', (row) => row.channel],
  ['reason', (row) => row.reason],
  ['reach', (row) => row.reach],
  ['since', (row) => row.since],
  ['evidence', (row) => row.evidence],
  ['by', (row) => row.by_name],
  ['held_by', (row) => row.held_by.map(({ display_name }) => display_name).join(';')],
];

/** Addresses that must not be written to: list, file, add, lift (ME-40 to ME-43). */
export const suppressionsApi = ({ kernel, seen }: AddressesDoor) => {
  const found = (place: Place, id: Id): Promise<SuppressionRow> =>
    atDesk(kernel, place, async (desk) => {
      const one = await showSuppression(desk, await seen(desk, place.caller.who), id);
      if (!one) throw new HttpRefusal(notFound());
      return one;
    });
  const does = async (place: Place, command: AddressCommand): Promise<SuppressionRow> => {
    const wanted = onAddress(place.practice_id, command);
    yesOrThrow(await perform(kernel, place, addresses, wanted));
    return found(place, wanted.id);
  };
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const page = await atDesk(kernel, place, async (desk) =>
        listSuppressions(desk, await seen(desk, place.caller.who), c.req.valid('query')),
      );
      return c.json(page, 200);
    })
    .openapi(file, async (c) => {
      const place = c.get('place');
      const filter = c.req.valid('query');
      const text = await atDesk(kernel, place, async (desk) => {
        const rows = await allSuppressions(desk, await seen(desk, place.caller.who), filter, EXPORT_MOST);
        return exportFile(desk, place.caller, { list: 'suppressions', filter, columns: COLUMNS }, rows);
      });
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="suppressions.csv"');
      return c.body(text, 200) as never;
    })
    .openapi(add, async (c) => {
      const place = c.get('place');
      const { channel, address: typed, reach, reason } = c.req.valid('json');
      const country = await atDesk(kernel, place, async ({ practice }) => practice.country);
      const address = readAddress(channel, typed, country);
      if (!address) throw new HttpRefusal(invalid(problem('/address', 'invalid', NO_ADDRESS[channel])));
      return c.json(await does(place, { do: 'suppress', channel, address, reach, reason }), 201);
    })
    .openapi(lift, async (c) => {
      const place = c.get('place');
      const { channel, address } = await found(place, c.req.valid('param').id);
      return c.json(await does(place, { do: 'lift', channel, address, ...c.req.valid('json') }), 201);
    });
};
