import type { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { bulkDoor } from '#kernel/bulk/door.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { listQuery, pageOf } from '#kernel/http/list.ts';
import { type Asked, mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { channelOf } from '#messages/channels/store.ts';
import { messageBulk } from './bulk.ts';
import type { CausesPort } from './causes.ts';
import { windowOf } from './explain.ts';
import { messageIdOf } from './letter.ts';
import { listMessages, MESSAGE_SORTS, messageCounts, messageIds, readMessage, type Seen } from './lists.ts';
import type { Message, MessageCommand } from './model.ts';
import { SENDS } from './rules.ts';
import {
  attemptsShape,
  contentBody,
  explanation,
  holdBody,
  messageActed,
  messageDetail,
  messageFilters,
  messageRow,
  messageStrip,
  recallBody,
  resolutionBody,
} from './shapes.ts';
import type { MessagesRoom } from './store.ts';

const READ = reads('inbox');
const list = route(READ, {
  method: 'get',
  path: '/messages',
  request: { query: listQuery(MESSAGE_SORTS, messageFilters) },
  responses: answers(200, pageOf(messageRow)),
});
const strip = route(READ, { method: 'get', path: '/message-strip', responses: answers(200, messageStrip) });
const get = route(READ, {
  method: 'get',
  path: '/messages/{id}',
  request: { params: idParam },
  responses: answers(200, messageDetail),
});
const attempts = route(READ, {
  method: 'get',
  path: '/messages/{id}/attempts',
  request: { params: idParam },
  responses: answers(200, attemptsShape),
});
const why = route(READ, {
  method: 'get',
  path: '/messages/{id}/explanation',
  request: { params: idParam },
  responses: answers(200, explanation),
});

export interface MessagesApiOptions {
  kernel: Kernel;
  messages: MessagesRoom;
  causes: CausesPort<Desk>;
  seen: Seen;
}

/** The outbox for people and programs (messages.md 6). */
export const messagesApi = (options: MessagesApiOptions) => {
  const { kernel, messages, seen } = options;
  const at = <T>(place: Place, work: (desk: Desk) => Promise<T>): Promise<T> => atDesk(kernel, place, work);
  const one = (place: Place, id: Id) => at(place, (desk) => detailOf(desk, place, options, id));
  const lists = router()
    .openapi(list, async (c) => {
      const { place } = c.var;
      const page = await at(place, (desk) => listMessages(desk, c.req.valid('query'), seen(desk, place.caller.who)));
      return c.json(page, 200);
    })
    .openapi(strip, async (c) => {
      const { place } = c.var;
      return c.json(await at(place, (desk) => messageCounts(desk, seen(desk, place.caller.who))), 200);
    })
    .openapi(get, async (c) => {
      const found = await one(c.var.place, c.req.valid('param').id);
      c.header('etag', `"${found.version}"`);
      return c.json(found, 200);
    })
    .openapi(attempts, async (c) => {
      const { attempts: items } = await one(c.var.place, c.req.valid('param').id);
      return c.json({ items }, 200);
    })
    .openapi(why, async (c) => c.json((await one(c.var.place, c.req.valid('param').id)).explanation, 200));
  return mount(lists, messageActs(kernel, messages)).route(
    '/',
    bulkDoor(kernel, {
      path: '/messages/bulk',
      permission: SENDS,
      commands: messageBulk(messages),
      filter: messageFilters,
      idsOf: (desk, who, filter, most) => messageIds(desk, filter, seen(desk, who), most),
    }) as never,
  );
};

/** What members do with one message; only new words build on a version that was seen. */
const messageActs = (kernel: Kernel, messages: MessagesRoom) => {
  const on = <Body extends z.ZodType = z.ZodUndefined>(
    door: Omit<Parameters<typeof oneAct<typeof messageActed, typeof idParam, Body>>[0], 'permission'>,
    make: (asked: Asked<z.output<Body>>) => { command: MessageCommand; version?: number },
  ) =>
    oneAct<typeof messageActed, typeof idParam, Body>({ ...door, permission: SENDS }, messageActed, async (asked) => {
      const done = yesOrThrow(await perform(kernel, asked.place, messages, { id: asked.id, ...make(asked) }));
      const { version, state, leaves_at } = done.state.message;
      return { id: asked.id, version, state, leaves_at, act_id: done.act_id, event_id: done.events[0]?.id ?? null };
    });
  return [
    on({ at: 'post /messages/{id}/recall', body: recallBody }, ({ body }) => ({
      command: 'later' in body ? { do: 'send_later', at: body.later } : { do: 'recall', ...body },
    })),
    on({ at: 'put /messages/{id}/approval' }, () => ({ command: { do: 'approve' } })),
    on({ at: 'put /messages/{id}/hold', body: holdBody }, ({ body }) => ({ command: { do: 'hold', ...body } })),
    on({ at: 'delete /messages/{id}/hold' }, () => ({ command: { do: 'release' } })),
    on({ at: 'put /messages/{id}/content', body: contentBody }, ({ body, seen }) => ({
      command: { do: 'edit', ...body },
      version: seen,
    })),
    on({ at: 'post /messages/{id}/sending' }, () => ({ command: { do: 'send_now' } })),
    on({ at: 'post /messages/{id}/retry' }, () => ({ command: { do: 'retry' } })),
    on({ at: 'post /messages/{id}/resolution', body: resolutionBody }, ({ body }) => ({
      command: 'went' in body ? { do: 'resolve', went: body.went } : { do: 'send_again' },
    })),
  ];
};

/** One message for its page, with why it goes or went: 404 for whoever may not see it. */
const detailOf = async (
  desk: Desk,
  { caller }: Place,
  { seen, causes }: MessagesApiOptions,
  id: Id,
): Promise<z.infer<typeof messageDetail>> => {
  const found = await readMessage(desk, id, seen(desk, caller.who));
  if (!found) throw new HttpRefusal(notFound());
  const { key: _key, address: _address, created_at, step, ...message } = found;
  return {
    ...message,
    message_id: found.channel === 'email' ? messageIdOf(found) : null,
    explanation: {
      cause: {
        by: found.automatic ? 'rule' : found.author_id ? 'member' : 'program',
        author: found.author,
        workflow: found.workflow,
        step,
        at: created_at!,
      },
      asked: await askedOf(desk, causes, found),
      window: windowOf(found, await channelOf(desk, found.channel)),
    },
  };
};

/** Of one that left, what its last attempt saw; of one that may still leave, what is so now. */
const askedOf = async (desk: Desk, causes: CausesPort<Desk>, message: Message) => {
  const last = message.attempts.at(-1);
  if (message.state !== 'planned' && message.state !== 'held' && last)
    return { at: last.started_at, items: last.asked ?? [] };
  const leave = (await causes.mayLeave(desk, [message])).get(message.id);
  return { at: desk.now, items: leave?.asked ?? [] };
};
