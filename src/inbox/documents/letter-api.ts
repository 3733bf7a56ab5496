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
import type { Converter } from '../letters/port.ts';
import { asPdf, asWord, BUILT_IN, type LetterSource, letterSource } from './letter-file.ts';
import { readDocument } from './lists.ts';
import { type DocumentsRoom, readLetters } from './store.ts';

export interface LetterFiles {
  kernel: Kernel;
  documents: DocumentsRoom;
  storage: Storage;
  /** Null: PDFs are of the built-in layout (IN-117). */
  converter: Converter | null;
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
  'The letter as a PDF, by the configured converter or of the built-in layout; a proof before it is approved',
);
const docx = asFile('/correspondences/{id}/docx', 'The letter as a Word file');

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface How {
  as: string;
  by?: string;
  type: string;
  ending: string;
  make(storage: Storage, source: LetterSource): Promise<Uint8Array>;
}
const asPdfBy = (converter: Converter | null): How => ({
  as: 'PDF',
  by: converter?.name ?? BUILT_IN,
  type: 'application/pdf',
  ending: 'pdf',
  make: (storage, source) => asPdf(storage, source, converter),
});
const DOCX: How = { as: 'Word file', type: WORD, ending: 'docx', make: asWord };

/** Letters as files (IN-117). What is taken to be sent is an event that says how it was made; a look at a proof is none. */
export const letterFilesApi = (door: LetterFiles) =>
  router()
    .openapi(pdf, (async (c: Context<Env>) => {
      const { bytes, headers } = await taken(door, c, asPdfBy(door.converter));
      // A sandbox would keep the browser's reader of PDF out.
      c.set(
        'content_policy',
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
      );
      c.set('framed', true);
      const inline = headers['content-disposition'].replace(/^attachment/, 'inline');
      return new Response(bytes, { headers: { ...headers, 'content-disposition': inline } });
    }) as never)
    .openapi(docx, (async (c: Context<Env>) => {
      const { bytes, headers } = await taken(door, c, DOCX);
      return new Response(bytes, { headers });
    }) as never);

const taken = async ({ kernel, documents, storage }: LetterFiles, c: Context<Env>, how: How) => {
  const place = c.get('place');
  const source = await atDesk(kernel, place, (desk) => sourceOf(desk, place, documents, c.req.param('id')!));
  const bytes = new Uint8Array(await how.make(storage, source));
  if (!source.proof && c.req.method !== 'HEAD') await atDesk(kernel, place, (desk) => tell(desk, place, source, how));
  const name = cleanName(`${source.document.title}.${how.ending}`);
  return { bytes, headers: attachmentHeaders({ name, type: how.type, bytes: bytes.length }) };
};

/** The newest letter of a document that may be seen, as one that is about to be printed. */
const sourceOf = async (desk: Desk, { caller }: Place, documents: DocumentsRoom, id: Id): Promise<LetterSource> => {
  const document = (await readLetters(desk, [id])).get(id)?.document_id;
  if (!document || !(await readDocument(desk, caller.who, document))) throw new HttpRefusal(notFound());
  const state = (await documents.load(desk, [{ id: document, command: { do: 'print' } }], caller.who)).get(document)!;
  if (state.letter?.id !== id) throw new HttpRefusal(notFound());
  return letterSource(desk, state, caller.who.member_id);
};

const tell = (desk: Desk, { caller }: Place, { document, letter }: LetterSource, { as, by }: How) => {
  const event = {
    verb: 'correspondence.taken',
    thing: ref('correspondence', letter.id),
    facts: { as: [null, as] as const, ...(by && { by: [null, by] as const }) },
    ...(document.client_id && { client_id: document.client_id }),
  };
  return record(desk, originOf(caller), [{ event, act_id: newId(), root: ref('document', document.id), personal: [] }]);
};
