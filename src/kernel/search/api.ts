import { z } from '@hono/zod-openapi';
import { answers, atDesk, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { find } from './find.ts';
import type { FoundKind } from './port.ts';

const found = z
  .object({
    groups: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        items: z.array(
          z.object({
            thing_id: z.uuid(),
            title: z.string(),
            subtitle: z.string(),
            url: z.string(),
            exact: z.boolean(),
          }),
        ),
      }),
    ),
    /** Nothing was spelt like this; what is shown differs by one letter. */
    forgiven: z.boolean(),
  })
  .openapi('Found');

const search = route('signed_in', {
  method: 'get',
  path: '/search',
  request: { query: z.strictObject({ q: z.string().max(200) }) },
  responses: answers(200, found),
});

/** One search over everything the house can name (PL-120). */
export const searchApi = (kernel: Kernel, kinds: readonly FoundKind[]) =>
  router().openapi(search, async (c) => {
    const place = c.get('place');
    return c.json(
      await atDesk(kernel, place, (desk) => find(desk, place.caller.who, c.req.valid('query').q, kinds)),
      200,
    );
  });
