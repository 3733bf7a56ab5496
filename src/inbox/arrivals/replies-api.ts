import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { again } from '#kernel/loop/perform.ts';
import { seenAmong } from '../items/lists.ts';
import { READS, WRITES } from '../items/rights.ts';
import { type Replying, writeAbout, writtenMail } from './replying.ts';
import { writtenAbout, writtenRow } from './written.ts';

const list = route(READS, {
  method: 'get',
  path: '/items/{id}/replies',
  request: { params: idParam },
  responses: answers(200, z.object({ items: z.array(writtenRow) })),
});
const post = route(WRITES, {
  method: 'post',
  path: '/items/{id}/replies',
  request: { params: idParam, ...jsonBody(writtenMail) },
  responses: answers(201, writtenRow),
});

/** Mail that members write about items (inbox.md 5). */
export const itemRepliesApi = (replying: Replying) => {
  const { kernel } = replying;
  const seen = async (desk: Desk, { caller }: Place, id: Id): Promise<void> => {
    if (!(await seenAmong(desk, caller.who, [id])).has(id)) throw new HttpRefusal(notFound());
  };
  return router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      const { id } = c.req.valid('param');
      const items = await atDesk(kernel, place, async (desk) => {
        await seen(desk, place, id);
        return writtenAbout(desk, id);
      });
      return c.json({ items }, 200);
    })
    .openapi(post, async (c) => {
      const { place } = c.var;
      const { id } = c.req.valid('param');
      const mail = c.req.valid('json');
      const written = await again(() =>
        atDesk(kernel, place, async (desk) => {
          await seen(desk, place, id);
          const message = await writeAbout(replying, desk, place.caller, { item: id, ...mail });
          return (await writtenAbout(desk, id)).find((one) => one.id === message)!;
        }),
      );
      return c.json(written, 201);
    });
};
