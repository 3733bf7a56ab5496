import { z } from '@hono/zod-openapi';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { assignmentsBody } from './model.ts';
import { READS_ASSIGNMENTS, WRITES_ASSIGNMENTS } from './rules.ts';
import { assignmentsRoom, listAssignments } from './store.ts';

const given = {
  /** The member's. */
  id: z.uuid(),
  version: z.int(),
  member_ids: z.array(z.uuid()),
  category_ids: z.array(z.uuid()),
};
const row = z.object({ ...given, member: z.string(), inactive: z.boolean() }).openapi('InboxAssignments');
const list = route(READS_ASSIGNMENTS, {
  method: 'get',
  path: '/inbox-assignments',
  responses: answers(200, z.object({ items: z.array(row) })),
});

/** Who may act on whose items (IN-143). */
export const assignmentsApi = (kernel: Kernel) =>
  mount(
    router().openapi(list, async (c) => c.json({ items: await atDesk(kernel, c.var.place, listAssignments) }, 200)),
    [
      oneAct(
        { at: 'put /inbox-assignments/{id}', permission: WRITES_ASSIGNMENTS, body: assignmentsBody },
        z.object(given),
        async ({ place, id, body, seen: version }) => {
          const wanted = { id, command: { do: 'set' as const, ...body }, version };
          return yesOrThrow(await perform(kernel, place, assignmentsRoom, wanted)).state.assignments;
        },
      ),
    ],
  );
