import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '#kernel/http/route.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
/** Addresses that are never answered with the web's page. */
const MACHINES = /^\/(api|health|metrics|mcp|feeds|hooks)(\/|$)/;
/** The built web, and its one page for every address that is no machine's. */
export const withWeb = (app: OpenAPIHono<Env>): OpenAPIHono<Env> => {
  if (!existsSync(join(DIST, 'index.html'))) return app;
  app.use('/assets/*', async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('*', serveStatic({ root: DIST, index: 'none' }));
  app.get('*', async (c, next) => {
    if (MACHINES.test(c.req.path)) return next();
    c.header('cache-control', 'no-cache');
    return c.html(await readFile(join(DIST, 'index.html'), 'utf8'));
  });
  return app;
};

export interface Serving {
  port: number;
  /** Takes no new request; running ones have `ms` to end (PL-153). */
  stop(ms: number): Promise<void>;
}

const IDLE_MS = 100;

/** Listens. Rejects with the system's error when the port is taken, so that the caller can name it (PL-10). */
export const listen = (app: OpenAPIHono<Env>, options: { port: number; host: string }): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const server = serve({ port: options.port, hostname: options.host, fetch: app.fetch }, (info: AddressInfo) =>
      resolve({ port: info.port, stop }),
    );
    server.once('error', reject);
    const stop = (ms: number): Promise<void> =>
      new Promise((done) => {
        const timer = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), ms);
        // a connection that is kept alive becomes idle when its last answer ends, and nobody else closes it then
        const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), IDLE_MS);
        server.close(() => {
          clearTimeout(timer);
          clearInterval(idle);
          done();
        });
      });
  });

/** The connection's address, or behind a trusted proxy the last address in its `X-Forwarded-For` that is not one of ours. */
export const callerAddress =
  (trusted: (address: string) => boolean) =>
  (c: Context<Env>): string | undefined => {
    const remote = c.env ? getConnInfo(c).remote.address : undefined;
    const forwarded = c.req.header('x-forwarded-for');
    if (!remote || !forwarded || !trusted(remote)) return remote;
    const addresses = forwarded
      .split(',')
      .map((part) => part.trim())
      .reverse();
    return addresses.find((address) => !trusted(address)) ?? remote;
  };
