import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { invalid, notFound, problem } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { readFiles } from '#kernel/files/store.ts';
import { mount, oneAct } from '#kernel/http/one-act.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { answers, atDesk, idParam, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { FieldGroup } from '#messages/fields/model.ts';
import { bytesOf } from './bytes.ts';
import { wrongFields } from './fields.ts';
import { fieldsOf } from './filling.ts';
import { type LetterTemplateCommand, letterTemplateChanges, newLetterTemplate } from './model.ts';
import { type Fault, MOST_BYTES, opened, sayUnknown } from './opening.ts';
import { READS, WRITES } from './rules.ts';
import { letterTemplates, listLetterTemplates, readLetterTemplates } from './store.ts';

export interface LettersDoor {
  kernel: Kernel;
  storage: Storage;
  /** Every merge field of the house. */
  groups: readonly FieldGroup[];
}

const shape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    file_id: z.uuid(),
    /** What stands between `{{` and `}}` in the file. */
    fields: z.array(z.string()),
  })
  .openapi('LetterTemplate');

const list = route(READS, {
  method: 'get',
  path: '/letter-templates',
  responses: answers(200, z.object({ items: z.array(shape) })),
});
const add = route(WRITES, {
  method: 'post',
  path: '/letter-templates',
  request: jsonBody(newLetterTemplate),
  responses: answers(201, shape),
});
const get = route(READS, {
  method: 'get',
  path: '/letter-templates/{id}',
  request: { params: idParam },
  responses: answers(200, shape),
});

/** Templates of letters (inbox.md 5). A file is looked into before its template is taken. */
export const letterTemplatesApi = (door: LettersDoor) => {
  const { kernel } = door;
  const done = async (place: Place, wanted: { id: Id; command: LetterTemplateCommand; version?: number }) =>
    shape.parse(yesOrThrow(await perform(kernel, place, letterTemplates, wanted)).state.template);
  const reading = router()
    .openapi(list, async (c) => {
      const items = await atDesk(kernel, c.var.place, listLetterTemplates);
      return c.json({ items: items.map((one) => shape.parse(one)) }, 200);
    })
    .openapi(add, async (c) => {
      const { name, file_id } = c.req.valid('json');
      const fields = await fieldsIn(door, c.var.place, file_id);
      return c.json(await done(c.var.place, { id: newId(), command: { do: 'add', name, file_id, fields } }), 201);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      const one = (await atDesk(kernel, c.var.place, (desk) => readLetterTemplates(desk, [id]))).get(id);
      if (!one || one.deleted_at) throw new HttpRefusal(notFound());
      c.header('etag', `"${one.version}"`);
      return c.json(shape.parse(one), 200);
    });
  return mount(reading, [
    oneAct(
      { at: 'patch /letter-templates/{id}', permission: WRITES, body: letterTemplateChanges },
      shape,
      async ({ place, id, body, seen }) => {
        const fields = body.file_id ? await fieldsIn(door, place, body.file_id) : undefined;
        return done(place, { id, command: { do: 'change', ...body, fields }, version: seen });
      },
    ),
    oneAct({ at: 'delete /letter-templates/{id}', permission: WRITES }, shape, ({ place, id, seen }) =>
      done(place, { id, command: { do: 'delete' }, version: seen }),
    ),
  ]);
};

/** The fields of an uploaded file. Refuses one that is too large, runs something, or asks for what nobody knows (IN-116). */
const fieldsIn = async ({ kernel, storage, groups }: LettersDoor, place: Place, id: Id): Promise<string[]> => {
  const [file] = await atDesk(kernel, place, (desk) => readFiles(desk, [id]));
  if (!file?.sha256 || file.state !== 'uploading' || file.uploaded_by !== place.caller.who.actor)
    throw refusal({ code: 'no_such_file', because: 'This file is not here any more. Upload it again.' });
  if (file.bytes > MOST_BYTES) throw refusal({ code: 'too_large', because: 'The template has more than 10 MB.' });
  const parts = opened(await bytesOf(storage, place.practice_id, file));
  if ('code' in parts) throw refusal(parts);
  const found = fieldsOf(parts);
  if ('code' in found) throw refusal(found);
  const wrong = wrongFields(found.fields, groups);
  if (wrong.length) throw refusal({ code: 'unknown_field', because: sayUnknown(wrong) });
  return found.fields;
};

const refusal = ({ code, because }: Fault): HttpRefusal => new HttpRefusal(invalid(problem('/file_id', code, because)));
