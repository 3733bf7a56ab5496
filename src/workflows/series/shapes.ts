import { z } from '@hono/zod-openapi';
import { isDate } from '#ground/time.ts';
import { cadence } from '#workflows/cadence/model.ts';
import { OCCURRENCE_STATES, STATES } from './model.ts';

/** What the addresses of series take and answer (CA section 5). */

const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const key = z
  .string()
  .regex(/^(once|\d{4}-\d{2}-\d{2}|(ye|tax|now):\d{4}-\d{2}-\d{2})$/, 'This is not the key of a date.');
const span = z.strictObject({ from: day, to: day });
const ids = z.array(z.uuid()).max(5_000);

export const newSeries = z.strictObject({
  workflow: z.uuid(),
  name: z.string().max(80).optional(),
  cadence,
  clients: ids.default([]),
  tags: z.array(z.uuid()).max(20).default([]),
  owner: z.uuid().nullable().optional(),
  /** An extra one today, outside the rhythm (CA-30). */
  also_now: z.boolean().default(false),
});
export const seriesChanges = z
  .strictObject({
    name: z.string().max(80),
    owner: z.uuid().nullable(),
    clients: ids,
    tags: z.array(z.uuid()).max(20),
  })
  .partial();
export const changeBody = z.strictObject({
  scope: z.enum(['this', 'later', 'all']),
  from_key: key,
  cadence,
  based_on: z.int(),
  /** Of what was set by hand on dates that go away: what is dropped. The rest is kept on the nearest date (CA-52). */
  let_go: z
    .array(z.strictObject({ client: z.uuid(), key }))
    .max(5_000)
    .default([]),
  dry_run: z.boolean().default(false),
});
export const resumeQuery = z.object({ create_current: z.enum(['true', 'false']).default('false') });
export const overrideBody = z.strictObject({
  start: day.optional(),
  due: day.optional(),
  period: span.nullable().optional(),
});
export const skipBody = z.strictObject({ reason: z.string().max(200).optional() });
export const idAndDate = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  client: z.uuid().openapi({ param: { name: 'client', in: 'path' } }),
  key: key.openapi({ param: { name: 'key', in: 'path' } }),
});
export const bulkBody = z.strictObject({
  command: z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('create') }),
    z.strictObject({ do: z.literal('skip'), reason: z.string().max(200).optional() }),
    z.strictObject({ do: z.literal('restore') }),
    z.strictObject({ do: z.literal('override'), set: overrideBody }),
  ]),
  ids: z
    .array(z.strictObject({ series: z.uuid(), client: z.uuid(), key }))
    .min(1)
    .max(5_000, 'At most 5,000 dates at once.'),
});

const period = z.object({ from: z.string(), to: z.string() }).nullable();
export const seriesRow = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    workflow_id: z.uuid(),
    workflow: z.string(),
    sentence: z.string(),
    kind: z.enum(['one_off', 'scheduled', 'event']),
    state: z.enum(STATES),
    owner_id: z.uuid().nullable(),
    owner: z.string().nullable(),
    clients: z.int(),
    by_tag: z.int(),
    blocked: z.int(),
    attention: z.int(),
    next_on: z.string().nullable(),
    last_on: z.string().nullable(),
  })
  .openapi('SeriesRow');
export const seriesDetail = seriesRow
  .extend({
    cadence: z.record(z.string(), z.unknown()),
    published_on: z.string(),
    ended_because: z.string().nullable(),
    versions: z.array(
      z.object({
        number: z.int(),
        sentence: z.string(),
        effective_from: z.string().nullable(),
        made_by: z.string(),
        made_at: z.string(),
      }),
    ),
    tags: z.array(z.object({ id: z.uuid(), name: z.string() })),
    named: z.array(z.object({ id: z.uuid(), name: z.string() })),
    blocked_clients: z.array(z.object({ client: z.uuid(), name: z.string(), code: z.string(), because: z.string() })),
  })
  .openapi('Series');
export const occurrenceRow = z
  .object({
    series: z.uuid(),
    series_name: z.string(),
    client: z.uuid(),
    name: z.string(),
    key: z.string(),
    scheduled: z.string(),
    start: z.string(),
    due: z.string(),
    deploy_on: z.string(),
    period,
    shifted_by: z.object({ start: z.string().optional(), due: z.string().optional() }).nullable(),
    /** Null: computed, and stored nowhere yet (CA-37). */
    id: z.uuid().nullable(),
    state: z.enum(OCCURRENCE_STATES),
    because: z.string().nullable(),
    overridden: z.boolean(),
    late_at: z.string().nullable(),
    retry_at: z.string().nullable(),
    run: z.uuid().nullable(),
  })
  .openapi('Occurrence');
const dates = z.array(z.object({ key: z.string(), scheduled: z.string(), start: z.string(), due: z.string(), period }));
export const comparison = z
  .object({
    version: z.int(),
    sentence: z.string(),
    clients: z.array(
      z.object({
        client: z.uuid(),
        name: z.string(),
        before: dates,
        after: dates,
        lost: z.array(
          z.object({
            key: z.string(),
            start: z.string(),
            due: z.string(),
            skipped: z.boolean(),
            nearest: z.string().nullable(),
            kept: z.boolean(),
          }),
        ),
        runs: z.array(z.object({ from_key: z.string(), to_key: z.string(), due: z.string() })),
      }),
    ),
    /** Beyond those shown, and those the caller may not see. */
    more: z.int(),
    hidden: z.int(),
    saved: z.boolean(),
  })
  .openapi('CadenceChange');
export const done = z
  .object({ series: z.uuid(), client: z.uuid(), key: z.string(), state: z.enum(OCCURRENCE_STATES).nullable() })
  .openapi('OccurrenceAct');
export const bulkAnswer = z
  .object({
    done: z.int(),
    refused: z.int(),
    rows: z.array(
      z.object({
        series: z.uuid(),
        client: z.uuid(),
        key: z.string(),
        ok: z.boolean(),
        code: z.string().optional(),
        because: z.string().optional(),
      }),
    ),
  })
  .openapi('OccurrencesBulk');
