import { z } from '@hono/zod-openapi';
import { PDFDocument } from 'pdf-lib';
import { type Id, newId } from '#ground/id.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { readFiles } from '#kernel/files/store.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { bytesOf } from '../letters/bytes.ts';
import { newSignature, type Signature, type SignatureCommand } from './model.ts';
import { MOST_BYTES, type PictureFault, pictureOf, tooManyBytes } from './picture.ts';
import { MANAGES } from './rules.ts';
import { listSignatures, ownSignature, signatures } from './store.ts';

export interface SignaturesDoor {
  kernel: Kernel;
  storage: Storage;
}

const shape = z.object({ id: z.uuid(), version: z.int(), member_id: z.uuid(), file_id: z.uuid() }).openapi('Signature');
const mine = z.object({ signature: shape.nullable() }).openapi('OwnSignature');

const routes = {
  get: route('signed_in', { method: 'get', path: '/me/signature', responses: answers(200, mine) }),
  set: route('signed_in', {
    method: 'put',
    path: '/me/signature',
    request: jsonBody(newSignature),
    responses: answers(200, mine),
  }),
  remove: route('signed_in', { method: 'delete', path: '/me/signature', responses: answers(200, mine) }),
  list: route(MANAGES, {
    method: 'get',
    path: '/signatures',
    responses: answers(200, z.object({ items: z.array(shape) })),
  }),
};

/** Members' own pictures of how they sign (IN-116): each sets their own; whoever manages members may take one away. */
export const signaturesApi = (door: SignaturesDoor) => {
  const { kernel } = door;
  const act = async (place: Place, id: Id, command: SignatureCommand): Promise<Signature> =>
    yesOrThrow(await perform(kernel, place, signatures, { id, command })).state.signature;
  const own = (place: Place) => atDesk(kernel, place, (desk) => ownSignature(desk, place.caller.who));
  const reading = router()
    .openapi(routes.get, async (c) => c.json(mine.parse({ signature: await own(c.var.place) }), 200))
    .openapi(routes.set, async (c) => {
      const { file_id } = c.req.valid('json');
      await looked(door, c.var.place, file_id);
      return c.json(mine.parse({ signature: await act(c.var.place, newId(), { do: 'set', file_id }) }), 200);
    })
    .openapi(routes.remove, async (c) => {
      const there = await own(c.var.place);
      if (!there) throw new HttpRefusal(notFound());
      await act(c.var.place, there.id, { do: 'remove' });
      return c.json({ signature: null }, 200);
    })
    .openapi(routes.list, async (c) => {
      const items = await atDesk(kernel, c.var.place, listSignatures);
      return c.json({ items: items.map((one) => shape.parse(one)) }, 200);
    });
  return mount(reading, [
    oneAct({ at: 'delete /signatures/{id}', permission: MANAGES }, shape, async ({ place, id }) =>
      shape.parse(await act(place, id, { do: 'remove' })),
    ),
  ]);
};

/** Refuses a file that is no picture that letters can bear; by its bytes, whatever its name says. */
const looked = async ({ kernel, storage }: SignaturesDoor, place: Place, id: Id): Promise<void> => {
  const [file] = await atDesk(kernel, place, (desk) => readFiles(desk, [id]));
  if (!file?.sha256 || file.state !== 'uploading' || file.uploaded_by !== place.caller.who.actor)
    throw refusal({ code: 'no_such_file', because: 'This file is not here any more. Upload it again.' });
  if (file.bytes > MOST_BYTES) throw refusal(tooManyBytes(file.bytes));
  const bytes = await bytesOf(storage, place.practice_id, file);
  const picture = pictureOf(bytes);
  if ('code' in picture) throw refusal(picture);
  // what a letter will do with it
  const drawn = await PDFDocument.create();
  await (picture.kind === 'png' ? drawn.embedPng(bytes) : drawn.embedJpg(bytes)).catch(() => {
    throw refusal({ code: 'damaged', because: 'This picture is damaged. Save it again as PNG, and upload that.' });
  });
};

const refusal = ({ code, because }: PictureFault): HttpRefusal =>
  new HttpRefusal(invalid(problem('/file_id', code, because)));
