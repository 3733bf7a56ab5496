import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { addMilliseconds } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { httpRefusal } from './problem.ts';
import type { Env } from './route.ts';

const KEPT_MS = 48 * 3_600_000;
/** A first request that died leaves its row behind; after this the key is free again. */
const RUNNING_MS = 60_000;

/**
 * Every POST takes `Idempotency-Key` (PL-71): the same body gets the first answer again with `Idempotency-Replayed: true`,
 * another body is refused, and while the first still runs the second is told to wait. Only answers below 500 are kept.
 */
export const idempotency =
  (kernel: Kernel): MiddlewareHandler<Env> =>
  async (c, next) => {
    const key = c.req.header('idempotency-key');
    const place = c.get('place');
    if (c.req.method !== 'POST' || !key || !place) return next();
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw httpRefusal(400, 'key_unreadable', 'An Idempotency-Key has 1 to 255 visible characters.');
    const actor = place.caller.who.actor;
    const bodyHash = createHash('sha256')
      .update(`${c.req.path}\n${await bodyOf(c)}`)
      .digest('hex');
    const first = await inPractice(kernel.db, place.practice_id, (desk) => claim(desk, actor, key, bodyHash));
    if (first !== 'mine') return replay(first, bodyHash);
    await next();
    const { status } = c.res;
    const text = status < 500 ? await c.res.clone().text() : null;
    await inPractice(kernel.db, place.practice_id, ({ tx, practice }) =>
      text === null || status === 429
        ? sql`delete from app.idempotency where practice_id = ${practice.id} and actor = ${actor} and key = ${key}`.execute(
            tx,
          )
        : sql`update app.idempotency set status = ${status}, answer = to_jsonb(${text}::text),
              headers = ${JSON.stringify({ 'content-type': c.res.headers.get('content-type'), etag: c.res.headers.get('etag') })}::jsonb
              where practice_id = ${practice.id} and actor = ${actor} and key = ${key}`.execute(tx),
    );
  };

/**
 * What is streamed past memory and counted by its own route (PL-112): files and imports, but for JSON that only announces them.
 */
export const isStreamed = (c: Context<Env>): boolean => {
  if (/^\/api\/v1\/files\/[^/]+\/content$/.test(c.req.path)) return true;
  const json = c.req.header('content-type')?.startsWith('application/json');
  return !json && /^\/api\/v1\/(files|imports)(\/|$)/.test(c.req.path);
};

/** A streamed body is not read for its hash: its length stands for it. */
const bodyOf = async (c: Context<Env>): Promise<string> =>
  isStreamed(c) ? `streamed ${c.req.header('content-length') ?? ''}` : c.req.text();

interface First {
  body_hash: string;
  status: number | null;
  answer: string | null;
  headers: Record<string, string | null> | null;
}

const claim = async (
  desk: Parameters<Parameters<typeof inPractice>[2]>[0],
  actor: string,
  key: string,
  bodyHash: string,
): Promise<First | 'mine'> => {
  const { tx, practice, now } = desk;
  await sql`delete from app.idempotency where practice_id = ${practice.id} and actor = ${actor} and key = ${key}
    and (at < ${addMilliseconds(now, -KEPT_MS)} or (status is null and at < ${addMilliseconds(now, -RUNNING_MS)}))`.execute(
    tx,
  );
  const made = await sql`insert into app.idempotency (practice_id, actor, key, body_hash, at)
    values (${practice.id}, ${actor}, ${key}, ${bodyHash}, ${now}) on conflict do nothing`.execute(tx);
  if (made.numAffectedRows) return 'mine';
  const { rows } = await sql<First>`select body_hash, status, answer #>> '{}' as answer, headers from app.idempotency
    where practice_id = ${practice.id} and actor = ${actor} and key = ${key}`.execute(tx);
  return rows[0] ?? 'mine';
};

const replay = (first: First, bodyHash: string): Response => {
  if (first.body_hash !== bodyHash)
    throw httpRefusal(422, 'key_reused', 'This Idempotency-Key was used for something else. Take a new one.');
  if (first.status === null)
    throw httpRefusal(409, 'still_running', 'The first request with this key is still running.', {
      'retry-after': '1',
    });
  const headers = new Headers({ 'idempotency-replayed': 'true' });
  for (const [name, value] of Object.entries(first.headers ?? {})) if (value) headers.set(name, value);
  return new Response(first.answer, { status: first.status, headers });
};
