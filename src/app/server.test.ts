import { OpenAPIHono } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { expect, test } from 'vitest';
import type { Env } from '#kernel/http/route.ts';
import { listen } from './server.ts';

test('PL-153 a stop waits for answers under way, not for connections that browsers keep open', async () => {
  const over = Promise.withResolvers<void>();
  const app = new OpenAPIHono<Env>();
  app.get('/', (c) => c.text('here'));
  app.get('/news', (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ data: 'hello' });
      await over.promise;
      await stream.writeSSE({ data: 'bye' });
    }),
  );
  const { port, stop } = await listen(app, { port: 0, host: '127.0.0.1' });
  const at = `http://127.0.0.1:${port}`;
  expect(await (await fetch(at)).text()).toBe('here');
  const news = await fetch(`${at}/news`);
  const began = performance.now();
  const stopped = stop(20_000);
  setTimeout(over.resolve, 200);
  expect(await news.text()).toContain('bye');
  await stopped;
  expect(performance.now() - began).toBeLessThan(2_000);
});
