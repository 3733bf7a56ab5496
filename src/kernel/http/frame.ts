import { isUtf8 } from 'node:buffer';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { matchedRoutes } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import { ref } from '#kernel/decision/rules.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { beginTrace, traceNow, within } from '#kernel/trace/trace.ts';
import { idempotency, isStreamed } from './idempotency.ts';
import { HttpRefusal, httpRefusal, problemResponse } from './problem.ts';
import { atDesk, DoorRefusal, type Env, type Place, router } from './route.ts';

export interface FrameOptions {
  kernel: Kernel;
  publicUrl: string;
  /** Who is calling, made anew for each request; null when nobody is signed in. Throws HttpRefusal to turn away. */
  authenticate(
    c: Context<Env>,
    request: { id: string; address: string | undefined; device: string | undefined },
  ): Promise<Place | null>;
  /** The caller's network address, behind proxies the one that they name. */
  addressOf?(c: Context<Env>): string | undefined;
  onFault(error: unknown, request: { method: string; path: string }): void;
  /** After each request: for logs and metrics. Who asked stands in the trace (PL-152). */
  onAnswer?(answer: { method: string; path: string; status: number; ms: number }): void;
}

const JSON_LIMIT = 1024 * 1024;
const BULK_LIMIT = 5 * JSON_LIMIT;

/** The outermost app: request id, headers, origin, limits, who is calling, idempotency; faults become a request id and no more. */
export const frame = (options: FrameOptions): OpenAPIHono<Env> => {
  const app = router();
  const https = options.publicUrl.startsWith('https:');
  app.use(async (c, next) => {
    await next();
    const policy = c.get('content_policy');
    if (policy) c.header('content-security-policy', policy);
    if (c.get('framed')) c.header('x-frame-options', 'SAMEORIGIN');
  });
  app.use(
    secureHeaders({
      strictTransportSecurity: https ? 'max-age=31536000; includeSubDomains' : false,
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
    }),
  );
  app.use((c, next) => {
    const id = newId();
    c.set('request_id', id);
    const began = performance.now();
    const trace = { ...beginTrace(c.req.header('traceparent')), request_id: id };
    return within(trace, async () => {
      await next();
      c.header('x-request-id', id);
      options.onAnswer?.({
        method: c.req.method,
        path: routeOf(c),
        status: c.res.status,
        ms: Math.round(performance.now() - began),
      });
    });
  });
  app.use('/api/*', sameOrigin(options.publicUrl));
  app.use('/api/*', limitBody);
  app.use('/api/*', onlyJson);
  app.use('/api/*', onlyUtf8);
  app.use('/api/*', async (c, next) => {
    const place = await options.authenticate(c, {
      id: c.get('request_id'),
      address: options.addressOf?.(c),
      device: c.req.header('user-agent')?.slice(0, 200),
    });
    if (place) {
      c.set('place', place);
      Object.assign(traceNow()!, { practice_id: place.practice_id, actor: actorKind(place) });
    }
    await next();
  });
  app.use('/api/*', idempotency(options.kernel));
  app.onError(async (error, c) => {
    const id = c.get('request_id') ?? newId();
    // Not the address itself: a public one may hold a token, which stands in no log (ME-112).
    const request = { method: c.req.method, path: routeOf(c) };
    const refused = asRefusal(error);
    if (refused instanceof DoorRefusal && !isSafe(c.req.method))
      await tellRefusal(options.kernel, c, refused).catch((fault) => options.onFault(fault, request));
    if (refused) return problemResponse(refused, id);
    options.onFault(error, request);
    return problemResponse(
      httpRefusal(
        500,
        'fault',
        `Something broke on our side; nothing was half done. Name this to whoever runs Tickmark: ${id}.`,
      ),
      id,
    );
  });
  app.notFound((c) =>
    problemResponse(httpRefusal(404, 'not_found', 'There is nothing at this address.'), c.get('request_id') ?? newId()),
  );
  return app;
};

/** The route as it is written, without the ids of this request; of what no route answers only that. */
const routeOf = (c: Context<Env>): string => matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? '*';

const actorKind = ({ caller }: Place): string => caller.who.actor.split(':')[0]!;

const isSafe = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** A write that was refused at the door is an event too, whoever tried it at whatever (PL-35, PL-100). */
const tellRefusal = (kernel: Kernel, c: Context<Env>, { refusal }: HttpRefusal): Promise<unknown> => {
  const place = c.get('place');
  return atDesk(kernel, place, (desk) => {
    const thing = ref('practice', desk.practice.id);
    const command = `${c.req.method.toLowerCase()} ${c.req.path.replace('/api/v1/', '')}`;
    const facts = { command: [null, command], code: [null, refusal.code] } as const;
    const event = { verb: 'practice.refused', thing, facts };
    return record(desk, originOf(place.caller), [{ event, act_id: newId(), root: thing, personal: [] }]);
  });
};

/** A changing request that rides on a cookie must come from our own pages, whatever its content type (PL-S20). */
const sameOrigin =
  (publicUrl: string) =>
  async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
    if (!isSafe(c.req.method) && c.req.header('cookie') && c.req.header('origin') !== new URL(publicUrl).origin) {
      throw httpRefusal(403, 'foreign_origin', 'This request came from another site, so it was not taken.');
    }
    await next();
  };

/** Bodies are JSON, but for streamed files (PL-66). */
const onlyJson = async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
  const type = c.req.header('content-type');
  if (type && c.req.raw.body && !isStreamed(c) && !/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw httpRefusal(415, 'not_json', 'Send JSON, with the header Content-Type: application/json.');
  }
  await next();
};

/** A text is kept as it was sent, or refused: nothing is put in the place of what is no UTF-8. */
const onlyUtf8 = async (c: Context<Env>, next: () => Promise<void>): Promise<void> => {
  if (c.req.raw.body && !isStreamed(c) && !isUtf8(await c.req.arrayBuffer())) {
    throw httpRefusal(400, 'not_utf8', 'The body is not text in UTF-8.');
  }
  await next();
};

/** Many rows, or a file as a text (WF-164). */
const LARGE = /\/(bulk|workflow-imports|workflow-tests)$/;

const limitBody = (c: Context<Env>, next: () => Promise<void>) => {
  // Files are streamed and counted by their own route (PL-112).
  if (isStreamed(c)) return next();
  const bulk = LARGE.test(c.req.path);
  return bodyLimit({
    maxSize: bulk ? BULK_LIMIT : JSON_LIMIT,
    onError: () => {
      throw httpRefusal(413, 'too_large', `This is larger than ${bulk ? 5 : 1} MB. Send it in smaller parts.`);
    },
  })(c, next);
};

/** PostgreSQL keeps every character but U+0000: as text (22021), and escaped within JSON (22P05). */
const UNKEEPABLE = ['22021', '22P05'];

const asRefusal = (error: unknown): HttpRefusal | null => {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof HTTPException) {
    return error.status === 400
      ? httpRefusal(400, 'unreadable', 'The body is not readable JSON.')
      : httpRefusal(error.status, 'not_taken', 'This request was not taken.');
  }
  const { code } = error as { code?: string };
  if (code && UNKEEPABLE.includes(code)) {
    return httpRefusal(422, 'unkeepable', 'There is a character in here that cannot be kept (U+0000). Take it out.');
  }
  // PostgreSQL cancelled a statement that ran longer than the limit (PL-76).
  if (code === '57014') {
    return httpRefusal(
      503,
      'too_slow',
      'This took too long and was stopped; nothing was changed. Narrow the filter and try again.',
    );
  }
  return null;
};
