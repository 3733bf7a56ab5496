import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Id } from '#ground/id.ts';
import {
  answers,
  type Env,
  idParam,
  jsonBody,
  type Permission,
  type Place,
  route,
  type router,
  versionSeen,
} from './route.ts';

/** What a request for one act on one thing brings. */
export interface Asked<Body = undefined, Params = unknown> {
  place: Place;
  id: Id;
  /** All of the path's parameters. */
  params: Params;
  body: Body;
  /** The version in `If-Match`; reading it refuses a request without (PL-67). */
  readonly seen: number;
}

interface OneAct<Body extends z.ZodType, Params extends z.ZodType> {
  permission: Permission;
  /** `put /tasks/{id}/start` */
  at: `${'post' | 'put' | 'patch' | 'delete'} /${string}`;
  /** Where the path holds more than the id. */
  params?: Params;
  body?: Body;
  status?: 200 | 201;
}

type Router = ReturnType<typeof router>;

/**
 * A route for one act on one thing: `perform` gets what was asked, and what it answers is sent in the shape `answer`.
 * The result mounts it: `mount(router(), [oneAct(…), …])`.
 */
export const oneAct =
  <Answer extends z.ZodType, Params extends z.ZodType = typeof idParam, Body extends z.ZodType = z.ZodUndefined>(
    { permission, at, params, body, status = 200 }: OneAct<Body, Params>,
    answer: Answer,
    perform: (asked: Asked<z.output<Body>, z.output<Params>>) => Promise<z.output<Answer>>,
  ) =>
  (app: Router): Router => {
    const [method, path] = at.split(' ') as ['post' | 'put' | 'patch' | 'delete', string];
    const config = route(permission, {
      method,
      path,
      request: { params: (params ?? idParam) as never, ...(body && jsonBody(body)) },
      responses: answers(status, answer),
    });
    return app.openapi(config, (async (c: Context<Env>) =>
      c.json(await perform(askedOf(c)), status)) as never) as Router;
  };

/** All acts, in the order of the contract. */
export const mount = (app: Router, acts: readonly ((app: Router) => Router)[]): Router =>
  acts.reduce((mounted, act) => act(mounted), app);

const askedOf = <Body, Params>(c: Context<Env>): Asked<Body, Params> => {
  const valid = c.req.valid as (part: string) => unknown;
  const params = valid.call(c.req, 'param') as Params & { id: Id };
  return {
    place: c.get('place'),
    id: params.id,
    params,
    body: valid.call(c.req, 'json') as Body,
    get seen() {
      return versionSeen(c.req.header('if-match'));
    },
  };
};
