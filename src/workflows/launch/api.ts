import { z } from '@hono/zod-openapi';
import { type Id, isId, newId } from '#ground/id.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { act, again, type Done, type Outcome } from '#kernel/loop/perform.ts';
import type { Kernel, Room } from '#kernel/loop/room.ts';
import { paces } from '#messages/outbox/shapes.ts';
import { given } from '#workflows/runs/task-api.ts';
import { type LaunchState, launchBody } from './model.ts';
import type { LaunchPort } from './port.ts';
import { previewLaunch, proposed, withUnreached } from './preview.ts';
import { REACH_AT_MOST, reachOf } from './reach.ts';
import { type LaunchOn, workflowByKey } from './store.ts';

/** Whether one may launch depends on the record: the rule asks (WF-70), so the route only wants somebody signed in. */
const ACT = { module: null, level: 'write' } as const;
const launched = z
  .object({ id: z.uuid(), version: z.int(), act_id: z.uuid(), event_id: z.uuid().nullable() })
  .openapi('LaunchedRun');
const preview = z.record(z.string(), z.unknown()).openapi('LaunchPreview');
const body = launchBody.extend({ dry_run: z.boolean().default(false) });

const start = route(ACT, { method: 'post', path: '/runs', request: jsonBody(body), responses: answers(201, launched) });
const look = route(ACT, {
  method: 'post',
  path: '/launch-previews',
  request: jsonBody(launchBody),
  responses: answers(200, preview),
});

const foresee = route(writes('workflows', 'workflows.launch'), {
  method: 'post',
  path: '/launches/reach',
  request: jsonBody(
    launchBody.omit({ subject: true }).extend({ workflow: z.uuid(), ids: z.array(z.uuid()).min(1).max(REACH_AT_MOST) }),
  ),
  responses: answers(
    200,
    z
      .object({
        /** Records of whom a message would reach nobody, each with why. */
        rows: z.array(z.object({ id: z.uuid(), because: z.array(z.string()) })),
        paces,
      })
      .openapi('LaunchReach'),
  ),
});

type Launches = Room<LaunchState, LaunchOn>;

class DryRun extends Error {
  readonly outcome: Outcome<LaunchState>;
  constructor(outcome: Outcome<LaunchState>) {
    super('a dry run leaves nothing behind');
    this.outcome = outcome;
  }
}

export const launchApi = (kernel: Kernel, launches: Launches, port: LaunchPort<Desk>) => {
  const launchOne = (place: Place, sent: z.infer<typeof body>): Promise<Done<LaunchState>> =>
    again(() =>
      inPractice(kernel.db, place.practice_id, async (desk) => {
        const { dry_run, ...rest } = sent;
        const [outcome] = await act(kernel, desk, place.caller, launches, [
          { id: newId(), command: await commandOf(desk, place, rest) },
        ]);
        if (dry_run) throw new DryRun(outcome!);
        return outcome!;
      }),
    )
      .catch((error) => {
        if (error instanceof DryRun) return error.outcome;
        throw error;
      })
      .then((outcome) => yesOrThrow(outcome));
  return router()
    .openapi(start, async (c) => {
      const done = await launchOne(c.get('place'), c.req.valid('json'));
      c.header('etag', `"${done.state.made!.run.version}"`);
      return c.json(
        {
          id: done.id,
          version: done.state.made!.run.version,
          act_id: done.act_id,
          event_id: done.events[0]?.id ?? null,
        },
        201,
      );
    })
    .openapi(look, async (c) => {
      const place = c.get('place');
      const answer = await atDesk(kernel, place, async (desk) => {
        const id = newId();
        const command = await commandOf(desk, place, c.req.valid('json'));
        const state = (await launches.load(desk, [{ id, command }], place.caller.who)).get(id)!;
        const { now, today, practice } = desk;
        const context = { now, today, practice, who: place.caller.who, newId };
        const seen = previewLaunch(state, command, context);
        const steps = seen.steps.flatMap(({ key, applies }) => (key && applies !== false ? [key] : []));
        const beginnings = steps.length ? [{ run: proposed(state, command, context), steps }] : [];
        const [unreached = []] = await port.unreached(desk, beginnings);
        return withUnreached(seen, unreached);
      });
      return c.json(answer as unknown as Record<string, unknown>, 200);
    })
    .openapi(foresee, async (c) => {
      const { ids, ...launch } = c.req.valid('json');
      const { who } = c.get('place').caller;
      const wanted = ids.map((subject) => ({ do: 'launch', origin: 'hand', ...launch, subject }) as LaunchOn);
      const answer = await atDesk(kernel, c.get('place'), (desk) => reachOf(desk, who, { launches, port }, wanted));
      return c.json(answer, 200);
    })
    .route(
      '/',
      bulkDoor(kernel, {
        path: '/launches/bulk',
        permission: ACT,
        commands: { launch: launchBulk(launches) },
        filter: {},
        idsOf: async () => [],
      }) as never,
    );
};

/** One workflow on many records: each decided as if alone (WF-81). */
export const launchBulk = (launches: Launches): { fields: z.ZodRawShape; command: BulkCommand } => {
  const { subject: _, workflow: __, ...rest } = launchBody.shape;
  return {
    fields: { ...rest, workflow: z.uuid(), name: z.string().max(80).default('workflow') },
    command: {
      name: 'launch',
      room: launches as never,
      thing_kind: 'person',
      wanted: (subject, data) => {
        const { do: _do, name: _name, ...asked } = data as Record<string, Json>;
        return { id: newId(), command: { do: 'launch', origin: 'hand', ...asked, subject } as never };
      },
      title: (data) => `Start ${(data as { name?: string }).name ?? 'a workflow'}`,
    },
  };
};

const commandOf = async (
  desk: Desk,
  place: Place,
  { workflow, ...rest }: z.infer<typeof launchBody>,
): Promise<LaunchOn> => {
  const id: Id | null = isId(workflow) ? workflow : await workflowByKey(desk, workflow);
  if (!id) throw new HttpRefusal(notFound('There is no such workflow.'));
  const origin = place.caller.who.actor.startsWith('member:') ? 'hand' : 'api';
  return { do: 'launch', origin, workflow: id, ...given(rest) };
};
