import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { reads, writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { DuplicatesDoor } from './api.ts';
import { meetings } from './merging.ts';
import { KINDS, mergeBody } from './model.ts';
import { mayMerge } from './rules.ts';
import { record, shownRecords } from './shown.ts';
import { mergeState, readMerges, sidesOf } from './store.ts';
import { mergeSheet } from './uniting.ts';

const kind = z.enum(KINDS);
const merge = z
  .object({
    id: z.uuid(),
    kind,
    survivor_id: z.uuid(),
    absorbed_id: z.uuid(),
    at: z.string().nullable(),
    by: z.string().nullable(),
    reversed_at: z.string().nullable(),
    reversed_by: z.string().nullable(),
  })
  .openapi('Merge');
const sheet = z
  .object({
    kind,
    survivor: record.extend({ version: z.int() }),
    absorbed: record.extend({ version: z.int() }),
    lines: z.array(
      z.object({
        field: z.string(),
        survivor: z.unknown(),
        absorbed: z.unknown(),
        proposed: z.enum(['survivor', 'absorbed', 'both']),
        list: z.boolean(),
      }),
    ),
    /** Pairs of open runs of one workflow, the survivor's first: of each, one must go on (PE-76). */
    meetings: z.array(z.array(z.object({ id: z.uuid(), workflow: z.string() }))),
  })
  .openapi('MergeSheet');

const showSheet = route(writes('people'), {
  method: 'get',
  path: '/merges/sheet',
  request: { query: z.strictObject({ survivor: z.uuid(), absorbed: z.uuid() }) },
  responses: answers(200, sheet),
});
const make = route(writes('people'), {
  method: 'post',
  path: '/merges',
  request: jsonBody(mergeBody),
  responses: answers(201, merge),
});
const listOf = route(reads('people'), {
  method: 'get',
  path: '/merges',
  request: { query: z.strictObject({ record: z.uuid() }) },
  responses: answers(200, z.object({ items: z.array(merge) })),
});
const reverse = route(writes('people'), {
  method: 'post',
  path: '/merges/{id}/reversal',
  request: { params: idParam },
  responses: answers(201, merge),
});

/** Merging two records by a sheet, and reversing it (PE-73 … PE-79). */
export const mergesApi = (door: DuplicatesDoor) => {
  const { kernel } = door;
  return router()
    .openapi(showSheet, async (c) => c.json(await sheetOf(door, c.get('place'), c.req.valid('query')), 200))
    .openapi(make, async (c) => {
      const wanted = { id: newId(), command: { do: 'merge' as const, ...c.req.valid('json') } };
      return c.json(
        shownMerge(yesOrThrow(await perform(kernel, c.get('place'), door.merges, wanted)).state.merge),
        201,
      );
    })
    .openapi(listOf, async (c) => {
      const { record: id } = c.req.valid('query');
      const items = await atDesk(kernel, c.get('place'), (desk) => mergesOf(desk, id));
      return c.json({ items: items.map(shownMerge) }, 200);
    })
    .openapi(reverse, async (c) => {
      const wanted = { id: c.req.valid('param').id, command: { do: 'reverse' as const } };
      return c.json(
        shownMerge(yesOrThrow(await perform(kernel, c.get('place'), door.merges, wanted)).state.merge),
        201,
      );
    });
};

const sheetOf = (
  { kernel, ports }: DuplicatesDoor,
  place: Place,
  ids: { survivor: Id; absorbed: Id },
): Promise<z.infer<typeof sheet>> =>
  atDesk(kernel, place, async (desk) => {
    const command = { do: 'merge' as const, ...ids, versions: { survivor: 0, absorbed: 0 }, chosen: {}, runs: [] };
    const sides = await sidesOf(desk, { id: newId(), command });
    if (!sides) throw new HttpRefusal(notFound());
    const no = mayMerge(sides.merge.kind, place.caller);
    if (no) throw new HttpRefusal(no);
    const state = await mergeState(desk, ports, sides, place.caller.who);
    if (state.hidden) throw new HttpRefusal(notFound());
    const shown = await shownRecords(desk, [ids.survivor, ids.absorbed]);
    const side = (id: Id, version: number) => ({ ...shown.get(id)!, version });
    return {
      kind: state.merge.kind,
      survivor: side(ids.survivor, state.survivor.version),
      absorbed: side(ids.absorbed, state.absorbed.version),
      lines: state.mixed ? [] : mergeSheet(state.merge.kind, state.survivor, state.absorbed),
      meetings: meetings(state.met, ids.survivor).map((two) => two.map(({ id, workflow }) => ({ id, workflow }))),
    };
  });

const shownMerge = ({
  id,
  kind,
  survivor_id,
  absorbed_id,
  at,
  by,
  reversed_at,
  reversed_by,
}: z.infer<typeof merge>) => ({
  id,
  kind,
  survivor_id,
  absorbed_id,
  at,
  by,
  reversed_at,
  reversed_by,
});

const mergesOf = async (desk: Desk, record: Id) => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.merge where practice_id = ${desk.practice.id} and (survivor_id = ${record} or absorbed_id = ${record}) order by at desc`.execute(
    desk.tx,
  );
  const found = new Map(
    (
      await readMerges(
        desk,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  return rows.flatMap(({ id }) => found.get(id) ?? []);
};
