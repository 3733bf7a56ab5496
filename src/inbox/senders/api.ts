import { z } from '@hono/zod-openapi';
import { newId } from '#ground/id.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { LISTS, newSenderRule } from './model.ts';
import { READS_SENDERS, WRITES_SENDERS } from './rules.ts';
import { listSenderRules, senderRules } from './store.ts';

const shape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    pattern: z.string(),
    list: z.enum(LISTS),
    by: z.string().nullable(),
    at: z.string(),
  })
  .openapi('SenderRule');
const list = route(READS_SENDERS, {
  method: 'get',
  path: '/sender-rules',
  /** `filtered`: a front mail server says which mail is unwanted. */
  responses: answers(200, z.object({ items: z.array(shape), filtered: z.boolean() })),
});
const add = route(WRITES_SENDERS, {
  method: 'post',
  path: '/sender-rules',
  request: jsonBody(newSenderRule),
  responses: answers(201, shape),
});

/** Whose mail is set aside from now on, and whose never is (IN-70, IN-76). */
export const sendersApi = (kernel: Kernel, { filtered }: { filtered: boolean }) => {
  const reading = router()
    .openapi(list, async (c) => c.json({ items: await atDesk(kernel, c.var.place, listSenderRules), filtered }, 200))
    .openapi(add, async (c) => {
      const { place } = c.var;
      const command = { do: 'add' as const, ...c.req.valid('json') };
      const { rule } = yesOrThrow(await perform(kernel, place, senderRules, { id: newId(), command })).state;
      const made = (await atDesk(kernel, place, listSenderRules)).find(({ id }) => id === rule.id)!;
      return c.json(made, 201);
    });
  return mount(reading, [
    oneAct(
      { at: 'delete /sender-rules/{id}', permission: WRITES_SENDERS },
      z.object({ id: z.uuid() }),
      async ({ place, id }) => {
        yesOrThrow(await perform(kernel, place, senderRules, { id, command: { do: 'delete' } }));
        return { id };
      },
    ),
  ]);
};
