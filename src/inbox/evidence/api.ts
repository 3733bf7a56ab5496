import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import type { HistoryPorts } from '#kernel/history/port.ts';
import { atDesk, idParam, route, router } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { EXPORTS } from '../items/rights.ts';
import { bundleOf } from './bundle.ts';
import { BUNDLED, gathered } from './gathering.ts';
import { zipped } from './zip.ts';

const get = route(EXPORTS, {
  method: 'get',
  path: '/items/{id}/evidence',
  request: { params: idParam },
  responses: {
    200: {
      description: 'Raw mails, answers, document, what was sent, decision and timeline, with what proves them',
      content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
});

export interface EvidenceDoor {
  kernel: Kernel;
  storage: Storage;
  /** TICKMARK_DATA, where the installation's key is. */
  data: string;
  ports: HistoryPorts;
}

/** All that is kept of one item as one download that an outsider can check (IN-184); that it was taken is an event. */
export const evidenceApi = ({ kernel, storage, data, ports }: EvidenceDoor) =>
  router().openapi(get, async (c) => {
    const { place } = c.var;
    const { id } = c.req.valid('param');
    const evidence = await atDesk(kernel, place, (desk) => gathered(desk, place.caller.who, id, ports));
    const proof = await bundleOf(evidence, { storage, data });
    const thing = ref('item', id);
    const made_at = await atDesk(kernel, place, async (desk) => {
      const facts = { sha256: [null, proof.sha256] } as const;
      const event = {
        verb: BUNDLED,
        thing,
        facts,
        ...(evidence.item.client_id && { client_id: evidence.item.client_id }),
      };
      await record(desk, originOf(place.caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
      return desk.now;
    });
    c.header('content-type', 'application/zip');
    c.header('content-disposition', `attachment; filename="item-${evidence.item.number}.zip"`);
    return c.body(zipped(proof.entries({ made_at, made_by: place.caller.who.actor }), proof.at), 200) as never;
  });
