import { z } from '@hono/zod-openapi';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { atDesk, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { eventFilter } from '../filters.ts';
import type { HistoryPorts } from '../port.ts';
import { AUDIT, hiddenFrom } from '../timeline.ts';
import { auditBundle } from './bundle.ts';

const file = route(AUDIT, {
  method: 'get',
  path: '/audit/export',
  request: { query: eventFilter },
  responses: {
    200: {
      description: 'Events, seals and signature, and the script that checks them',
      content: { 'application/x-tar': { schema: z.string() } },
    },
  },
});

/** The audit as a file that an outsider can check (PL-105). */
export const auditExportApi = (kernel: Kernel, dataDir: string, ports: Pick<HistoryPorts, 'hiddenClients'>) =>
  router().openapi(file, async (c) => {
    const place = c.get('place');
    const filter = c.req.valid('query');
    const { tar } = yesOrThrow(
      await atDesk(kernel, place, async (desk) => {
        const hidden = await hiddenFrom(desk, place.caller.who, ports);
        return auditBundle(desk, place.caller, { filter, hidden, data: dataDir });
      }),
    );
    c.header('content-type', 'application/x-tar');
    c.header('content-disposition', 'attachment; filename="audit.tar"');
    return c.body(new Uint8Array(tar), 200) as never;
  });
