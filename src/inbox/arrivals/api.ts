import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { framed, rawMail } from '#messages/replies/framed.ts';
import { withoutLinks } from '#messages/replies/markup.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { READS, WRITES } from '../items/rights.ts';
import { ARRIVAL_SORTS, listArrivals, readArrivalRow } from './lists.ts';
import { itemPictures } from './pictures.ts';
import { type ArrivalReading, makeItemOf } from './reading.ts';
import { arrivalDetail, arrivalFilters, arrivalRow } from './shapes.ts';
import { readArrivals } from './store.ts';

const list = route(READS, {
  method: 'get',
  path: '/arrivals',
  request: { query: listQuery(ARRIVAL_SORTS, arrivalFilters) },
  responses: answers(200, pageOf(arrivalRow)),
});
const get = route(READS, {
  method: 'get',
  path: '/arrivals/{id}',
  request: { params: idParam },
  responses: answers(200, arrivalDetail),
});
const item = route(WRITES, {
  method: 'post',
  path: '/arrivals/{id}/item',
  request: { params: idParam },
  responses: answers(201, arrivalRow),
});
const page = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
});
const html = route(READS, {
  method: 'get',
  path: '/arrivals/{id}/html',
  request: {
    params: idParam,
    query: z.strictObject({
      images: z.enum(['true', 'false']).default('false'),
      /** Of a mail whose sender failed: links lead nowhere until somebody wants them to (IN-69). */
      links: z.enum(['true', 'false']).default('false'),
    }),
  },
  responses: page('text/html', 'The mail as it was sent, without anything that acts'),
});
const raw = route(READS, {
  method: 'get',
  path: '/arrivals/{id}/raw',
  request: { params: idParam },
  responses: page('message/rfc822', 'The mail as it came in, byte for byte'),
});
const RAW_REMOVED = 'The raw file of this mail was removed, as it made no item in the days that such files are kept.';

/** Mail taken in, for people and programs (inbox.md 5). */
export const arrivalsApi = (reading: ArrivalReading) => {
  const { kernel, storage } = reading;
  const at = <T>(place: Place, work: (desk: Desk) => Promise<T>): Promise<T> => atDesk(kernel, place, work);
  const shown = async (desk: Desk, { caller }: Place, id: Id) => {
    const found = await readArrivalRow(desk, caller.who, id);
    if (!found) throw new HttpRefusal(notFound());
    return found;
  };
  return router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      return c.json(await at(place, (desk) => listArrivals(desk, place.caller.who, c.req.valid('query'))), 200);
    })
    .openapi(get, async (c) => {
      const { place } = c.var;
      const { html: _, ...row } = await at(place, (desk) => shown(desk, place, c.req.valid('param').id));
      return c.json(row, 200);
    })
    .openapi(item, async (c) => {
      const { place } = c.var;
      const { id } = c.req.valid('param');
      const made = await at(place, async (desk) => {
        if (!(await shown(desk, place, id)).has_raw) throw new HttpRefusal(refused('raw_removed', RAW_REMOVED));
        yesOrThrow(await makeItemOf(reading, desk, place.caller, (await readArrivals(desk, [id])).get(id)!));
        return shown(desk, place, id);
      });
      const { html: _, body: __, ...row } = made;
      return c.json(row, 201);
    })
    .openapi(html, async (c) => {
      const { place } = c.var;
      const mail = await at(place, (desk) => shown(desk, place, c.req.valid('param').id));
      const { images, links } = c.req.valid('query');
      const body = await itemPictures(storage, place.practice_id, mail);
      const harmless = mail.verdict === 'failed' && links === 'false' ? withoutLinks(body) : body;
      return framed(c, harmless, { title: 'Mail', images: images === 'true' }) as never;
    })
    .openapi(raw, async (c) => {
      const { place } = c.var;
      const mail = await at(place, (desk) => shown(desk, place, c.req.valid('param').id));
      if (!mail.has_raw) throw new HttpRefusal(notFound(RAW_REMOVED));
      return rawMail(await rawOf(storage, place.practice_id, mail.id), mail.id) as never;
    });
};
