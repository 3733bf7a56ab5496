import { z } from '@hono/zod-openapi';
import type { Desk } from '#kernel/database/practice.ts';
import { atDesk, idParam, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { SubjectsPort } from '#workflows/runs/port.ts';
import { readRun } from '#workflows/runs/run-read.ts';
import { proofOf } from './store.ts';

const file = route('signed_in', {
  method: 'get',
  path: '/runs/{id}/export',
  request: { params: idParam },
  responses: {
    200: {
      description: 'The finished run as one file of schema tickmark/run/v1',
      content: { 'application/json': { schema: z.string() } },
    },
  },
});

export interface ProofApiOptions {
  kernel: Kernel;
  subjects: SubjectsPort<Desk>;
  data: string;
}

/** A finished run as a file that can be checked against the chain of events (WF-205); for whoever may see the run. */
export const proofApi = ({ kernel, subjects, data }: ProofApiOptions) =>
  router().openapi(file, async (c) => {
    const place = c.get('place');
    const { id } = c.req.valid('param');
    const proof = await atDesk(kernel, place, async (desk) => {
      const { state } = await readRun(desk, subjects, { id, who: place.caller.who });
      return proofOf(desk, place.caller, { state, data });
    });
    c.header('content-type', 'application/json');
    c.header('content-disposition', `attachment; filename="run-${id}.json"`);
    return c.body(JSON.stringify(proof, null, 2), 200) as never;
  });
