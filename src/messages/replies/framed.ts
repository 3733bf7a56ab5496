import type { Context } from 'hono';
import type { Env } from '#kernel/http/route.ts';

const KEPT_BY_NOBODY = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

/** In a frame that runs nothing and asks nobody for anything; images from outside only when somebody wants them (ME-86). */
export const framed = (
  c: Context<Env>,
  body: string,
  { title, images }: { title: string; images: boolean },
): Response => {
  c.set(
    'content_policy',
    `sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src ${images ? 'https: data:' : 'data:'}; frame-ancestors 'self'`,
  );
  c.set('framed', true);
  const style =
    'body{margin:16px;background:#fff;color:#1d1c1a;font:14px/20px system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}';
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body>${body}</body></html>`,
    {
      headers: { ...KEPT_BY_NOBODY, 'content-type': 'text/html; charset=utf-8' },
    },
  );
};

/** The bytes of a mail, to be kept and not opened here. */
export const rawMail = (bytes: Uint8Array, name: string): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      ...KEPT_BY_NOBODY,
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${name}.eml"`,
    },
  });
