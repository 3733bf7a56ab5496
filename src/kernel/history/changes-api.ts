import { z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { can } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { route, router } from '#kernel/http/route.ts';
import type { Changes, News } from './changes.ts';
import type { HeardBy } from './port.ts';

const changes = route('signed_in', {
  method: 'get',
  path: '/changes',
  responses: {
    200: {
      description:
        'Server-sent events: `hello` once all further changes will be told (ask again what you show), `changes` with kinds and ids (`all`: too many to name), `bye` at the end.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
});

/** A stream lasts this long; the browser then asks anew, and is let in with the rights it has by then (PL-30). */
const LASTS_MS = 5 * 60_000;
const PING_MS = 20_000;
/** Changes of these may change what the listener may hear: the stream ends, and begins again with other rights. */
const RIGHTS = ['member', 'role', 'delegation', 'practice'];
/** More ids than this are not named. */
const IDS = 100;

/** Live updates (WF-192): which kinds of things changed in the practice, within two seconds, for whoever may read them. */
export const changesApi = (live: Changes, heardBy: HeardBy) =>
  router().openapi(changes, (c) => {
    const { practice_id, caller } = c.get('place');
    c.header('cache-control', 'no-store');
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, (stream) =>
      tellUntilOver(stream, c.req.raw.signal, live, practice_id, (news) => heard(caller.who, news, heardBy)),
    ) as never;
  });

const tellUntilOver = async (
  stream: SSEStreamingApi,
  gone: AbortSignal,
  live: Changes,
  practice: string,
  heardOf: (news: News) => string | null,
): Promise<void> => {
  const over = Promise.withResolvers<void>();
  const stop = live.listen(practice, {
    begun: () => void stream.writeSSE({ event: 'hello', data: '{}', retry: 1000 }),
    hear: (news) => {
      const data = heardOf(news);
      if (data) void stream.writeSSE({ event: 'changes', data });
      if (RIGHTS.some((kind) => news.kinds.has(kind))) over.resolve();
    },
    over: over.resolve,
  });
  const ping = setInterval(() => void stream.write(': still here\n\n'), PING_MS);
  const end = setTimeout(over.resolve, LASTS_MS);
  stream.onAbort(over.resolve);
  gone.addEventListener('abort', () => over.resolve());
  await over.promise;
  clearInterval(ping);
  clearTimeout(end);
  stop();
  // Last, as this never ends where nobody reads any more.
  await stream.writeSSE({ event: 'bye', data: '{}' });
};

/**
 * What one member hears: kinds they may read. Ids only for those whose sight is not narrowed, so that nobody learns of a
 * client that does not exist for them (PL-31).
 */
const heard = (who: Who, { kinds, all }: News, heardBy: HeardBy): string | null => {
  const wide = !who.own_clients_only && who.abilities.includes('restricted.read');
  const told = [...kinds].flatMap(([kind, ids]) => {
    const act = Object.hasOwn(heardBy, kind) ? heardBy[kind] : undefined;
    if (!act || can(who, act)) return [];
    return [{ kind, ids: wide && !all && ids.length <= IDS ? ids : null }];
  });
  return told.length || all ? JSON.stringify({ changes: told, all }) : null;
};
