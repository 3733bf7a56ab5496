import { z } from '@hono/zod-openapi';
import {
  addDays,
  addMilliseconds,
  addMonths,
  dateAt,
  type Instant,
  instantOf,
  isInstant,
  type TimeZone,
  timeAt,
} from '#ground/time.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type MoveOptions, moveClock, nextDuePoints } from './clock.ts';

const DRIVES: Act = { module: null, level: 'write', ability: 'sandbox.use' };

const clock = z
  .object({
    now: z.string(),
    /** What wakes next: how many things of which room, when. */
    next: z.array(z.object({ at: z.string(), room: z.string(), count: z.int() })),
  })
  .openapi('Clock');
const show = route(DRIVES, { method: 'get', path: '/clock', responses: answers(200, clock) });

const SPANS = ['hour', 'day', 'week', 'month', 'next'] as const;
const wanted = z
  .strictObject({
    to: z.string().refine(isInstant, 'An instant looks like 2026-07-01T09:00:00.000Z.').optional(),
    /** `next`: to the next due point. */
    by: z.enum(SPANS).optional(),
  })
  .refine((body) => (body.to === undefined) !== (body.by === undefined), {
    path: ['to'],
    message: 'Say to when, or by how much.',
  });
const moved = z
  .object({ now: z.string(), to: z.string(), arrived: z.boolean(), woken: z.int(), failed: z.int() })
  .openapi('ClockMove');
const move = route(DRIVES, {
  method: 'post',
  path: '/clock/moves',
  request: jsonBody(wanted),
  responses: answers(200, moved),
});

/** One request moves for so long; the answer then says how far it came, and asking again with the same `to` goes on. */
const ALLOWED_MS = 8_000;
const FARTHEST_MS = 3 * 366 * 86_400_000;

/** The clock of a sandbox: where it stands, what wakes next, and moving it (PL-142). Absent in every other practice. */
export const sandboxApi = (kernel: Kernel, options: Pick<MoveOptions, 'onFault'> = {}) =>
  router()
    .openapi(show, async (c) => {
      const answer = await inSandbox(kernel, c.get('place'), async (desk) => ({
        now: desk.now,
        next: await nextDuePoints(desk),
      }));
      return c.json(answer, 200);
    })
    .openapi(move, async (c) => {
      const place = c.get('place');
      const { to: asked, by } = c.req.valid('json');
      const to = await inSandbox(kernel, place, (desk) => target(desk, asked, by));
      const end = performance.now() + ALLOWED_MS;
      const done = yesOrThrow(await moveClock(kernel, place, to, { ...options, over: () => performance.now() > end }));
      const { yes: _, ...answer } = done;
      return c.json({ ...answer, to }, 200);
    });

const inSandbox = <T>(kernel: Kernel, place: Place, work: (desk: Desk) => T | Promise<T>): Promise<T> =>
  atDesk(kernel, place, async (desk) => {
    if (desk.practice.kind !== 'sandbox') throw new HttpRefusal(notFound());
    return work(desk);
  });

const target = async (
  desk: Desk,
  to: Instant | undefined,
  by: (typeof SPANS)[number] | undefined,
): Promise<Instant> => {
  const when = to ?? (by === 'next' ? await nextPoint(desk) : after(desk.now, desk.practice.time_zone, by!));
  if (when > addMilliseconds(desk.now, FARTHEST_MS))
    throw new HttpRefusal(refused('too_far', 'The clock moves at most three years at once.'));
  return when;
};

const nextPoint = async (desk: Desk): Promise<Instant> => {
  const [first] = await nextDuePoints(desk, 1);
  if (!first)
    throw new HttpRefusal(refused('nothing_due', 'Nothing is due: start something, or move the clock by a day.'));
  return first.at > desk.now ? first.at : addMilliseconds(desk.now, 1);
};

/** The same time of day later, as a calendar says it. */
const after = (now: Instant, zone: TimeZone, by: 'hour' | 'day' | 'week' | 'month'): Instant => {
  if (by === 'hour') return addMilliseconds(now, 3_600_000);
  const today = dateAt(now, zone);
  const date = by === 'month' ? addMonths(today, 1) : addDays(today, by === 'week' ? 7 : 1);
  return instantOf(date, timeAt(now, zone), zone);
};
