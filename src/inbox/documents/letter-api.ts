import type { Context } from 'hono';
import { type Id, newId } from '#ground/id.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound, ref } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { cleanName } from '#kernel/files/rules.ts';
import { attachmentHeaders } from '#kernel/files/sending.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { atDesk, type Env, idParam, type Place, route, router } from '#kernel/http/route.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { asPdf, asWord, BUILT_IN, type LetterSource, letterSource } from './letter-file.ts';
import { readDocument } from './lists.ts';
import { type DocumentsRoom, readLetters } from './store.ts';

export interface LetterFiles {
  kernel: Kernel;
  documents: DocumentsRoom;
  storage: Storage;
}

const asFile = (path: string, description: string) =>
  route('signed_in', {
    method: 'get',
    path,
    request: { params: idParam },
    responses: { 200: { description } },
  });
const pdf = asFile(
  '/correspondences/{id}/pdf',
  'The letter as a PDF of the built-in layout; a proof before it is approved',
);
const docx = asFile('/correspondences/{id}/docx', 'The letter as a Word file');

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Letters as files (IN-117). What is taken to be sent is an event that says how it was made; a look at a proof is none. */
export const letterFilesApi = (door: LetterFiles) =>
  router()
    .openapi(pdf, (async (c: Context<Env>) => {
      const source = await taken(door, c.get('place'), c.req.param('id')!, { as: 'PDF', by: BUILT_IN });
      const bytes = await asPdf(door.storage, source);
      // A sandbox would keep the browser's reader of PDF out.
      c.set(
        'content_policy',
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
      );
      c.set('framed', true);
      const headers = { ...headersOf(source, { ending: 'pdf', type: 'application/pdf', bytes: bytes.length }) };
      const inline = headers['content-disposition'].replace(/^attachment/, 'inline');
      return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-disposition': inline } });
    }) as never)
    .openapi(docx, (async (c: Context<Env>) => {
      const source = await taken(door, c.get('place'), c.req.param('id')!, { as: 'Word file' });
      const bytes = await asWord(door.storage, source);
      const headers = headersOf(source, { ending: 'docx', type: WORD, bytes: bytes.length });
      return new Response(new Uint8Array(bytes), { headers });
    }) as never);

const headersOf = (
  { document }: LetterSource,
  { ending, type, bytes }: { ending: string; type: string; bytes: number },
) => attachmentHeaders({ name: cleanName(`${document.title}.${ending}`), type, bytes });

const taken = (
  { kernel, documents }: LetterFiles,
  place: Place,
  id: Id,
  how: { as: string; by?: string },
): Promise<LetterSource> =>
  atDesk(kernel, place, async (desk) => {
    const { who } = place.caller;
    const letter = (await readLetters(desk, [id])).get(id);
    if (!letter || !(await readDocument(desk, who, letter.document_id))) throw new HttpRefusal(notFound());
    const state = (await documents.load(desk, [{ id: letter.document_id, command: { do: 'print' } }], who)).get(
      letter.document_id,
    )!;
    if (state.letter?.id !== id) throw new HttpRefusal(notFound());
    const source = await letterSource(desk, state);
    if (!source.proof) await tell(desk, place, source, how);
    return source;
  });

const tell = (
  desk: Desk,
  place: Place,
  { document, letter }: LetterSource,
  { as, by }: { as: string; by?: string },
) => {
  const event = {
    verb: 'correspondence.taken',
    thing: ref('correspondence', letter.id),
    facts: { as: [null, as] as const, ...(by && { by: [null, by] as const }) },
    ...(document.client_id && { client_id: document.client_id }),
  };
  return record(desk, originOf(place.caller), [
    { event, act_id: newId(), root: ref('document', document.id), personal: [] },
  ]);
};
