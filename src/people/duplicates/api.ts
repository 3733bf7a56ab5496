import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { emailAddress } from '#people/fields/emails.ts';
import type { Matched } from '#people/fields/matching.ts';
import { readPhone } from '#people/fields/phones.ts';
import { KINDS } from './model.ts';
import { type DuplicatesRoom, type LivePair, lookalikes, openPairs } from './pairing.ts';
import { record, shownRecords } from './shown.ts';
import type { MergePorts, MergesRoom } from './store.ts';

const kind = z.enum(KINDS);
const strength = z.enum(['likely', 'possible']);
const pair = z
  .object({
    id: z.uuid(),
    kind,
    strength,
    why: z.array(z.string()),
    a: record,
    b: record,
    changed_at: z.string().nullable(),
  })
  .openapi('DuplicatePair');
const lookalike = z.object({ ...record.shape, strength, why: z.array(z.string()) }).openapi('Lookalike');

const askedBody = z.strictObject({
  kind,
  /** The record that is being changed, which is not its own duplicate. */
  record: z.uuid().optional(),
  name: z.string().max(250).default(''),
  emails: z.array(emailAddress).max(20).default([]),
  phones: z.array(z.string().max(60)).max(20).default([]),
  country: z.string().max(2).nullable().default(null),
  tax_number: z.string().max(60).nullable().default(null),
  business_number: z.string().max(60).nullable().default(null),
});

const list = route(reads('people'), {
  method: 'get',
  path: '/duplicates',
  request: { query: listQuery(['strength'], { kind: kind.optional(), strength: strength.optional() }) },
  responses: answers(200, pageOf(pair)),
});
const look = route(reads('people'), {
  method: 'post',
  path: '/duplicates/lookups',
  request: jsonBody(askedBody),
  responses: answers(200, z.object({ items: z.array(lookalike) })),
});
const dismiss = route(writes('people'), {
  method: 'post',
  path: '/duplicates/{id}/dismissal',
  request: { params: idParam },
  responses: answers(201, z.object({ id: z.uuid(), dismissed_at: z.string() })),
});
/** What the routes of duplicates and merges need of the house. */
export interface DuplicatesDoor {
  kernel: Kernel;
  ports: MergePorts;
  duplicates: DuplicatesRoom;
  merges: MergesRoom;
}

/** Duplicates: the list, looking before adding, «not duplicates» (PE-70 … PE-72). */
export const duplicatesApi = (door: DuplicatesDoor) => {
  const { kernel, ports } = door;
  return router()
    .openapi(list, async (c) => {
      const place = c.get('place');
      const query = c.req.valid('query');
      const page = await atDesk(kernel, place, async (desk) => {
        const open = await openPairs(desk, place.caller.who, ports.persons, query.kind ? [query.kind] : KINDS);
        return pageFrom(desk, query.strength ? open.filter((one) => one.strength === query.strength) : open, query);
      });
      return c.json(page, 200);
    })
    .openapi(look, async (c) => {
      const place = c.get('place');
      const { record: except, kind: asked, ...given } = c.req.valid('json');
      const items = await atDesk(kernel, place, async (desk) => {
        const listing = { who: place.caller.who, port: ports.persons, kind: asked, except };
        const found = await lookalikes(desk, listing, matchedBy(desk, given));
        const shown = await shownRecords(
          desk,
          found.map(({ id }) => id),
        );
        return found.flatMap(({ id, ...verdict }) => (shown.has(id) ? [{ ...shown.get(id)!, ...verdict }] : []));
      });
      return c.json({ items }, 200);
    })
    .openapi(dismiss, async (c) => {
      const wanted = { id: c.req.valid('param').id, command: { do: 'dismiss' as const } };
      const { state } = yesOrThrow(await perform(kernel, c.get('place'), door.duplicates, wanted));
      return c.json({ id: state.duplicate.id, dismissed_at: state.duplicate.dismissed_at ?? '' }, 201);
    });
};

const matchedBy = (
  { practice }: Desk,
  { phones, country, ...rest }: Omit<z.infer<typeof askedBody>, 'kind' | 'record'>,
): Matched => ({
  ...rest,
  phones: phones.map((typed) => readPhone(typed, country ?? practice.country).number),
});

interface Asked {
  limit: number;
  sort: string;
  cursor?: string | undefined;
  count?: string | undefined;
  kind?: string | undefined;
  strength?: string | undefined;
}

/** A page after the pair the cursor names; when that one is gone, from where it stood. */
const pageFrom = async (desk: Desk, pairs: readonly LivePair[], query: Asked) => {
  const after = query.cursor ? readCursor(query.cursor, filterOf(query)) : null;
  const at = after ? pairs.findIndex((one) => one.id === after.id) : -1;
  const begin = at >= 0 ? at + 1 : (after?.position ?? 0);
  const some = pairs.slice(begin, begin + query.limit);
  const shown = await shownRecords(
    desk,
    some.flatMap(({ a, b }) => [a, b]),
  );
  const changed = await changedAt(desk, some);
  const last = some.at(-1);
  const more = begin + some.length < pairs.length && last;
  return {
    items: some.map(({ id, kind: of, strength: how, why, a, b }) => ({
      id,
      kind: of,
      strength: how,
      why,
      a: shown.get(a)!,
      b: shown.get(b)!,
      changed_at: changed.get(id) ?? null,
    })),
    next: more
      ? Buffer.from(JSON.stringify([filterOf(query), last.id, begin + some.length])).toString('base64url')
      : null,
    ...(query.count && { count: { value: pairs.length, capped: false } }),
  };
};

const cursorShape = z.tuple([z.string(), z.uuid(), z.int().min(0)]);
const filterOf = ({ kind: of, strength: how, sort }: Asked): string => [of, how, sort].join('|');

const readCursor = (text: string, filter: string): { id: Id; position: number } => {
  const read = cursorShape.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  if (!read.success)
    throw httpRefusal(422, 'cursor_unreadable', 'This cursor cannot be read. Begin the list again without it.');
  const [mark, id, position] = read.data;
  if (mark !== filter)
    throw httpRefusal(422, 'cursor_mismatch', 'This cursor belongs to another filter or order. Begin the list again.');
  return { id, position };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** When either side was last changed, from their events. */
const changedAt = async ({ tx, practice }: Desk, pairs: readonly LivePair[]): Promise<Map<Id, string>> => {
  if (!pairs.length) return new Map();
  const things = pairs.flatMap(({ id, kind: of, a, b }) => [a, b].map((one) => ({ id, thing: `${of}:${one}` })));
  const { rows } = await sql<{ id: Id; at: string }>`
    select t.id, max(e.at) as at from json_to_recordset(${JSON.stringify(things)}::json) as t(id uuid, thing text)
    cross join lateral (select at from app.event where practice_id = ${practice.id} and thing = t.thing order by id desc limit 1) e
    group by t.id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.at]));
};
