import type { Context } from 'hono';
import { type Id, newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { notFound, ref } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { type Readable, unreadable } from '#kernel/http/readable.ts';
import { atDesk, type Env, type Place } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { FileRow } from './model.ts';
import { isStill } from './pdf.ts';
import type { Storage } from './port.ts';
import { activePdf, drawingOf, noPreview, TEXT_SHOWN, textOf } from './preview.ts';
import { keyOf } from './rules.ts';
import { readFiles } from './store.ts';
import { sentAs } from './types.ts';

export interface SendingPorts {
  storage: Storage;
  readable: Readable;
}

/** A file is read by whoever may read its thing; until a thing took it, by whoever uploaded it (PL-114). */
export const seen = async (desk: Desk, who: Who, id: Id, readable: Readable): Promise<FileRow> => {
  const [row] = await readFiles(desk, [id]);
  if (!row || row.state === 'deleted' || row.state === 'removed') throw new HttpRefusal(notFound());
  const no = row.thing
    ? await unreadable(readable, desk, who, row.thing)
    : row.uploaded_by === who.actor
      ? null
      : notFound();
  if (no) throw new HttpRefusal(no);
  return row;
};

/** Sent as an attachment that no page may embed or run (PL-113); each look at it is an event (PL-100). */
export const send = async (kernel: Kernel, c: Context<Env>, { storage, readable }: SendingPorts): Promise<Response> => {
  const row = await looked(kernel, c, readable);
  c.set('content_policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
  return new Response(c.req.method === 'HEAD' ? null : await storage.read(keyOf(c.get('place').practice_id, row)), {
    headers: { ...attachmentHeaders(row), etag: `"${row.sha256}"` },
  });
};

/** To be kept and never run by whoever gets it (PL-113). */
export const attachmentHeaders = ({ name, type, bytes }: Pick<FileRow, 'name' | 'type' | 'bytes'>) => ({
  'content-type': sentAs(type),
  'content-length': String(bytes),
  'content-disposition': disposition(name),
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
});

/**
 * What a page may draw (PL-113): a picture as it is, the beginning of a text as bare text, a PDF that runs nothing in a frame
 * of our own pages. Refuses, with the reason, what must be downloaded to be seen.
 */
export const sendPreview = async (
  kernel: Kernel,
  c: Context<Env>,
  { storage, readable }: SendingPorts,
): Promise<Response> => {
  const row = await looked(kernel, c, readable);
  const drawing = drawingOf(row);
  if (!drawing) throw asked(noPreview(row.name));
  if (c.req.method === 'HEAD' && drawing !== 'pdf') return sandboxed(c, null, row.type);
  const source = await storage.read(keyOf(c.get('place').practice_id, row));
  if (drawing === 'text') return sandboxed(c, textOf(await firstOf(source, TEXT_SHOWN)), 'text/plain; charset=utf-8');
  if (drawing === 'image') return sandboxed(c, source, row.type);
  const bytes = await allOf(source);
  if (!(await isStill(bytes))) throw asked(activePdf(row.name));
  // A sandbox would keep the browser's reader of PDF out too.
  c.set('content_policy', "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'");
  c.set('framed', true);
  const body = c.req.method === 'HEAD' ? null : new Uint8Array(bytes);
  return new Response(body, { headers: { ...DRAWN, 'content-type': row.type } });
};

const DRAWN = {
  'content-disposition': 'inline',
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
};

const sandboxed = (c: Context<Env>, body: BodyInit | null, type: string): Response => {
  c.set('content_policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
  return new Response(body, { headers: { ...DRAWN, 'content-type': type } });
};

/** It was asked for something that is not there for this file: nothing stands in a conflict. */
const asked = (refusal: Refusal): HttpRefusal => new HttpRefusal(refusal, 422);

/** The row of what is about to be seen; the look is told. */
const looked = (kernel: Kernel, c: Context<Env>, readable: Readable): Promise<FileRow> => {
  const place = c.get('place');
  return atDesk(kernel, place, async (desk) => {
    const row = await seen(desk, place.caller.who, c.req.param('id')!, readable);
    if (!row.sha256 || row.state === 'refused') throw new HttpRefusal(notFound());
    if (c.req.method !== 'HEAD') await tellView(desk, place, row);
    return row;
  });
};

const tellView = (desk: Desk, place: Place, { id, thing }: FileRow) => {
  const event = { verb: 'file.viewed', thing: ref('file', id), facts: {} };
  return record(desk, originOf(place.caller), [{ event, act_id: newId(), root: thing ?? event.thing, personal: [] }]);
};

const allOf = (source: ReadableStream<Uint8Array>): Promise<Buffer> => firstOf(source, Number.POSITIVE_INFINITY);

const firstOf = async (source: ReadableStream<Uint8Array>, most: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= most) break;
  }
  const whole = Buffer.concat(chunks);
  return whole.subarray(0, Math.min(most, whole.length));
};

/** The name in plain letters for old readers, and as it is for the others (RFC 6266). */
const disposition = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
};
