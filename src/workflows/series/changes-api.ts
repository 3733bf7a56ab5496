import type { z } from '@hono/zod-openapi';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, route, router } from '#kernel/http/route.ts';
import type { Occurrence } from '#workflows/cadence/model.ts';
import { sentenceOf } from '#workflows/cadence/sentence.ts';
import { saveChange } from './acting.ts';
import type { SeriesPorts } from './api.ts';
import { workOut } from './changing.ts';
import { changeBody, comparison } from './shapes.ts';
import type { WorkedOut } from './worked-out.ts';

const change = route(writes('workflows', 'workflows.launch'), {
  method: 'post',
  path: '/cadences/{id}/changes',
  request: { params: idParam, ...jsonBody(changeBody) },
  responses: answers(200, comparison),
});

/** A change of a cadence in force: shown with its dates before and after, then saved from the version that was shown (CA-51). */
export const changesApi = ({ kernel, runs, seen }: SeriesPorts) =>
  router().openapi(change, async (c) => {
    const place = c.get('place');
    const { dry_run, ...body } = c.req.valid('json');
    const asked = { ...body, series: c.req.valid('param').id };
    const visible = (desk: Desk) => seen(desk, place.caller.who);
    const found = dry_run
      ? await atDesk(kernel, place, async (desk) => workOut(desk, asked, await visible(desk)))
      : await saveChange({ kernel, runs }, place, asked, visible);
    if (!found.yes) throw new HttpRefusal(found);
    return c.json(shown(found, body, !dry_run), 200);
  });

/** How many clients' lists one answer holds. */
const CLIENTS_SHOWN = 50;

const shown = (found: WorkedOut, { cadence }: Pick<z.output<typeof changeBody>, 'cadence'>, saved: boolean) => ({
  version: found.series.version + (saved && found.versions.length ? 1 : 0),
  sentence: sentenceOf(found.versions.at(-1)?.cadence ?? cadence),
  clients: found.clients.slice(0, CLIENTS_SHOWN).map(({ client, name, before, after, lost, runs }) => ({
    client,
    name,
    before: before.map(datesOf),
    after: after.map(datesOf),
    lost: lost.map(({ set, ...one }) => ({ ...one, skipped: 'skip' in set && set.skip === true })),
    runs: runs.map(({ from_key, to }) => ({ from_key, to_key: to.key, due: to.due })),
  })),
  more: Math.max(0, found.clients.length - CLIENTS_SHOWN),
  hidden: found.hidden,
  saved,
});

const datesOf = ({ key, scheduled, start, due, period }: Occurrence) => ({ key, scheduled, start, due, period });
