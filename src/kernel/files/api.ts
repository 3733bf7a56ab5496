import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Id } from '#ground/id.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal, httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, type Env, idParam, type Place, route, router, shapeRefusal } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { FILES_AT_ONCE, type FileRow } from './model.ts';
import { MultipartFault, partsOf } from './multipart.ts';
import { announce, empty, fill, type Received, type Receiving, receive, tooLarge } from './receive.ts';
import { type SendingPorts, seen, send, sendPreview } from './sending.ts';
import { fileSchema, shownFile } from './shown.ts';
import { files, readFiles } from './store.ts';

const uploaded = z
  .object({
    items: z.array(fileSchema),
    /** Those of the upload that were not taken, each with the reason. */
    refused: z.array(z.object({ name: z.string(), code: z.string(), because: z.string() })),
  })
  .openapi('Upload');

/** Bodies of files are streamed, so no schema may read them: their form stands here for the contract only. */
const streamed = (type: string) => ({
  requestBody: { required: true, content: { [type]: { schema: { type: 'string', format: 'binary' } as const } } },
});

const upload = route('signed_in', {
  method: 'post',
  path: '/files',
  ...streamed('multipart/form-data'),
  responses: answers(201, uploaded),
});
const params = { request: { params: idParam } };
const put = route('signed_in', {
  method: 'put',
  path: '/files/{id}/content',
  ...params,
  ...streamed('application/octet-stream'),
  responses: answers(200, fileSchema),
});
const show = route('signed_in', { method: 'get', path: '/files/{id}', ...params, responses: answers(200, fileSchema) });
const remove = route('signed_in', {
  method: 'delete',
  path: '/files/{id}',
  ...params,
  responses: answers(200, fileSchema),
});
const content = route('signed_in', {
  method: 'get',
  path: '/files/{id}/content',
  ...params,
  responses: { 200: { description: 'The bytes, as an attachment' } },
});

const preview = route('signed_in', {
  method: 'get',
  path: '/files/{id}/preview',
  ...params,
  responses: { 200: { description: 'A picture, a PDF that runs nothing, or the beginning of a text as bare text' } },
});

export interface FilePorts extends SendingPorts {
  maxBytes: number;
}

/** Uploading, and reading what one may read (PL-110 to PL-114). A file belongs to whoever uploaded it until a thing takes it. */
export const filesApi = (kernel: Kernel, ports: FilePorts) =>
  router()
    .openapi(upload, async (c) => {
      const receiving = receivingAt(kernel, c.get('place'), ports);
      const json = c.req.header('content-type')?.startsWith('application/json');
      const answer = json ? await announced(receiving, c) : await uploadForm(receiving, c);
      return c.json(answer, 201);
    })
    .openapi(put, async (c) => {
      const receiving = receivingAt(kernel, c.get('place'), ports);
      const row = await own(kernel, c.get('place'), c.req.valid('param').id);
      return c.json(shownFile(taken(await fill(receiving, row, bodyOf(c)))), 200);
    })
    .openapi(show, async (c) => {
      const place = c.get('place');
      const row = await atDesk(kernel, place, (desk) =>
        seen(desk, place.caller.who, c.req.valid('param').id, ports.readable),
      );
      return c.json(shownFile(row), 200);
    })
    .openapi(remove, async (c) => {
      const wanted = { id: c.req.valid('param').id, command: { do: 'discard' as const } };
      return c.json(shownFile(yesOrThrow(await perform(kernel, c.get('place'), files, wanted)).state.file), 200);
    })
    .openapi(content, (c) => send(kernel, c, ports) as never)
    .openapi(preview, (c) => sendPreview(kernel, c, ports) as never);

const receivingAt = (kernel: Kernel, place: Place, { storage, maxBytes }: FilePorts): Receiving => ({
  kernel,
  storage,
  place,
  maxBytes,
});

const announcement = z.strictObject({
  name: z.string().min(1).max(1000),
  bytes: z.int().min(0),
  type: z.string().max(200).default(''),
});

/** The other way in: first the name and size, then the bytes by PUT. */
const announced = async (receiving: Receiving, c: Context<Env>): Promise<z.infer<typeof uploaded>> => {
  const body = await c.req.json().catch(() => {
    throw httpRefusal(400, 'unreadable', 'The body is not readable JSON.');
  });
  const read = announcement.safeParse(body);
  if (!read.success) throw new HttpRefusal(shapeRefusal(read.error.issues));
  const { name, bytes, type } = read.data;
  if (bytes > receiving.maxBytes) throw asHttp(tooLarge(name, receiving.maxBytes));
  if (bytes === 0) throw asHttp(empty(name));
  const done = yesOrThrow(await announce(receiving, { name, declared_type: type }));
  return { items: [shownFile(done.file)], refused: [] };
};

/** Every file of a form. One that is too large, one too many, or a full disk ends the upload; what came before it is let go. */
const uploadForm = async (receiving: Receiving, c: Context<Env>): Promise<z.infer<typeof uploaded>> => {
  const items: FileRow[] = [];
  const no: { name: string; refusal: Refusal }[] = [];
  try {
    for await (const part of partsOf(bodyOf(c), c.req.header('content-type') ?? '')) {
      if (part.filename === null) continue;
      if (items.length + no.length === FILES_AT_ONCE) throw asHttp(tooMany());
      const received = await receive(receiving, { name: part.filename, declared_type: part.type, body: part.body });
      if (received.yes) items.push(received.file);
      else if (ENDS_ALL[received.code]) throw asHttp(received);
      else no.push({ name: part.filename, refusal: received });
    }
  } catch (error) {
    for (const { id } of items)
      await perform(receiving.kernel, receiving.place, files, { id, command: { do: 'discard' } });
    if (error instanceof MultipartFault) throw httpRefusal(400, 'unreadable', error.message);
    throw error;
  }
  if (!items.length) throw asHttp(no[0]?.refusal ?? refused('no_file', 'There is no file in this upload.'));
  const told = no.map(({ name, refusal: { code, because } }) => ({ name, code, because }));
  return { items: items.map(shownFile), refused: told };
};

const bodyOf = (c: Context<Env>): AsyncIterable<Uint8Array> => {
  if (!c.req.raw.body) throw httpRefusal(400, 'unreadable', 'There is nothing in this upload.');
  return c.req.raw.body as unknown as AsyncIterable<Uint8Array>;
};

const tooMany = (): Refusal =>
  refused('too_many', `At most ${FILES_AT_ONCE} files at once. Send the others after these.`);

/** No use in reading on. */
const ENDS_ALL: Readonly<Record<string, number>> = { too_large: 413, disk_full: 507 };

/** What the rules of files refuse is wrong in what was sent, not in the state of things. */
const asHttp = (refusal: Refusal): HttpRefusal =>
  refusal.kind === 'refused' ? new HttpRefusal(refusal, ENDS_ALL[refusal.code] ?? 422) : new HttpRefusal(refusal);

const taken = (received: Received): FileRow => {
  if (!received.yes) throw asHttp(received);
  return received.file;
};

const own = (kernel: Kernel, place: Place, id: Id): Promise<FileRow> =>
  atDesk(kernel, place, async (desk) => {
    const [row] = await readFiles(desk, [id]);
    if (row?.state !== 'uploading' || row.uploaded_by !== place.caller.who.actor) throw new HttpRefusal(notFound());
    return row;
  });
