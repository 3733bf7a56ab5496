import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Id } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, type Env, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import { type Answering, answer } from './answering.ts';
import { framed, rawMail } from './framed.ts';
import { CONVERSATION_SORTS, entriesOf, listConversations, readRow, type Seen } from './lists.ts';
import type { Reply } from './model.ts';
import { rawOf } from './raw.ts';
import { ANSWERS } from './rules.ts';
import { answerBody, conversationDetail, conversationFilters, conversationRow } from './shapes.ts';
import { readReplies } from './store.ts';

const READ = reads('inbox');
const list = route(READ, {
  method: 'get',
  path: '/conversations',
  request: { query: listQuery(CONVERSATION_SORTS, conversationFilters) },
  responses: answers(200, pageOf(conversationRow)),
});
const get = route(READ, {
  method: 'get',
  path: '/conversations/{id}',
  request: { params: idParam },
  responses: answers(200, conversationDetail),
});
const post = route(ANSWERS, {
  method: 'post',
  path: '/conversations/{id}/messages',
  request: { params: idParam, ...jsonBody(answerBody) },
  responses: answers(201, conversationDetail),
});
const handle = route(ANSWERS, {
  method: 'put',
  path: '/conversations/{id}/handling',
  request: { params: idParam },
  responses: answers(200, conversationDetail),
});
const openAgain = route(ANSWERS, {
  method: 'delete',
  path: '/conversations/{id}/handling',
  request: { params: idParam },
  responses: answers(200, conversationDetail),
});
const page = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
});
const html = route(READ, {
  method: 'get',
  path: '/replies/{id}/html',
  request: { params: idParam, query: z.strictObject({ images: z.enum(['true', 'false']).default('false') }) },
  responses: page('text/html', 'The reply as it was sent, without anything that acts'),
});
const raw = route(READ, {
  method: 'get',
  path: '/replies/{id}/raw',
  request: { params: idParam },
  responses: page('message/rfc822', 'The mail as it came in'),
});

export interface ConversationsApiOptions extends Answering {
  storage: Storage;
  seen: Seen;
}

/** Conversations with people outside (messages.md 6, ME-82, ME-85). */
export const conversationsApi = (options: ConversationsApiOptions) => {
  const { kernel, conversations, seen } = options;
  const at = <T>(place: Place, work: (desk: Desk) => Promise<T>): Promise<T> => atDesk(kernel, place, work);
  const detail = async (desk: Desk, { caller }: Place, id: Id) => {
    const row = await readRow(desk, id, seen(desk, caller.who));
    if (!row) throw new HttpRefusal(notFound());
    return { ...row, entries: await entriesOf(desk, id) };
  };
  const does = async (place: Place, id: Id, what: 'handle' | 'open_again') => {
    await at(place, (desk) => detail(desk, place, id));
    yesOrThrow(await perform(kernel, place, conversations, { id, command: { do: what } }));
    return at(place, (desk) => detail(desk, place, id));
  };
  return router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      const { who } = place.caller;
      return c.json(
        await at(place, (desk) => listConversations(desk, who, c.req.valid('query'), seen(desk, who))),
        200,
      );
    })
    .openapi(get, async (c) =>
      c.json(await at(c.var.place, (desk) => detail(desk, c.var.place, c.req.valid('param').id)), 200),
    )
    .openapi(post, async (c) => {
      const { place } = c.var;
      const { id } = c.req.valid('param');
      const answered = await at(place, async (desk) => {
        await detail(desk, place, id);
        const outcome = await answer(options, desk, { caller: place.caller, id, ...c.req.valid('json') });
        if (!outcome) throw new HttpRefusal(notFound());
        if (!outcome.yes) throw new HttpRefusal(outcome);
        return detail(desk, place, id);
      });
      return c.json(answered, 201);
    })
    .openapi(handle, async (c) => c.json(await does(c.var.place, c.req.valid('param').id, 'handle'), 200))
    .openapi(openAgain, async (c) => c.json(await does(c.var.place, c.req.valid('param').id, 'open_again'), 200))
    .openapi(html, async (c) => {
      const reply = await readable(options, c, c.req.valid('param').id);
      return framed(c, reply.html ?? '', { title: 'Reply', images: c.req.valid('query').images === 'true' }) as never;
    })
    .openapi(raw, async (c) => {
      const reply = await readable(options, c, c.req.valid('param').id);
      if (reply.channel !== 'email') throw new HttpRefusal(notFound());
      const bytes = await rawOf(options.storage, c.var.place.practice_id, reply.id);
      return rawMail(bytes, reply.id) as never;
    });
};

/** A reply as far as its conversation may be seen. */
const readable = async ({ kernel, seen }: ConversationsApiOptions, c: Context<Env>, id: Id): Promise<Reply> => {
  const place = c.get('place');
  return atDesk(kernel, place, async (desk) => {
    const reply = (await readReplies(desk, [id])).get(id);
    const row = reply && (await readRow(desk, reply.conversation_id ?? reply.id, seen(desk, place.caller.who)));
    if (!reply || !row) throw new HttpRefusal(notFound());
    return reply;
  });
};
