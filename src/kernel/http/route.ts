import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Id } from '#ground/id.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import { can } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { HttpRefusal, httpRefusal, problemSchema } from './problem.ts';

/** What stands in a request's context once the frame has let it in. */
export interface Env {
  Variables: {
    request_id: string;
    place: Place;
    /** Stands in place of the pages' content policy: for what people uploaded (PL-113). */
    content_policy?: string;
    /** Our own pages may draw it in a frame. */
    framed?: boolean;
  };
}
export interface Place {
  practice_id: Id;
  caller: Caller;
}

/** What a route asks of the caller before its handler runs (PL-28): an act, being signed in, or nothing at all. */
export type Permission = Act | 'signed_in' | 'public';

export const router = (): OpenAPIHono<Env> =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw new HttpRefusal(shapeRefusal(result.error.issues));
    },
  });

/** A zod error as one problem per field (422); the pointer says where. */
export const shapeRefusal = (issues: readonly { path: PropertyKey[]; code?: string; message: string }[]) =>
  invalid(
    ...issues.map((issue) => problem(`/${issue.path.map(String).join('/')}`, issue.code ?? 'invalid', issue.message)),
  );

/** A route with its permission, which stands in the contract as `x-permission` and is asked before the handler (PL-28). */
export const route = <P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(
  permission: Permission,
  config: R,
) =>
  createRoute({
    ...config,
    middleware: [
      ...[(config as { middleware?: MiddlewareHandler | MiddlewareHandler[] }).middleware ?? []].flat(),
      permitted(permission),
    ],
    'x-permission': permission,
  } as unknown as R);

/** A no before the handler ran: no room has told of it yet, so the frame does (PL-35). */
export class DoorRefusal extends HttpRefusal {}

const permitted =
  (permission: Permission): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (permission !== 'public') {
      const place = c.get('place') as Place | undefined;
      if (!place)
        throw httpRefusal(401, 'signed_out', 'Sign in first. What you typed is still here when you come back.');
      const no = permission === 'signed_in' ? null : can(place.caller.who, permission);
      if (no) throw new DoorRefusal(no);
    }
    await next();
  };

/** The answers of a route: one on success, and a problem for whatever else happens. */
export const answers = <const S extends 200 | 201 | 202, Z extends z.ZodType>(status: S, schema: Z) =>
  ({
    [status]: { description: 'Done', content: { 'application/json': { schema } } },
    default: { description: 'A refusal', content: { 'application/problem+json': { schema: problemSchema } } },
  }) as { [K in S]: { description: string; content: { 'application/json': { schema: Z } } } };

/** Work at the caller's desk: one transaction in their practice. */
export const atDesk = <T>(kernel: Kernel, place: Place, work: (desk: Desk) => Promise<T>): Promise<T> =>
  inPractice(kernel.db, place.practice_id, work);

/** The version in `If-Match` (PL-67): 428 when it is missing, 400 when it is none. */
export const versionSeen = (header: string | undefined): number => {
  if (!header) throw httpRefusal(428, 'version_missing', 'Send the version you saw in the header If-Match.');
  const version = Number(/^(?:W\/)?"?(\d+)"?$/.exec(header.trim())?.[1]);
  if (!Number.isInteger(version))
    throw httpRefusal(400, 'version_unreadable', 'If-Match holds a version number in quotes, for example "7".');
  return version;
};

export const idParam = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) });
export const jsonBody = <S extends z.ZodType>(schema: S) =>
  ({ body: { required: true, content: { 'application/json': { schema } } } }) as const;
