import type { Context } from 'hono';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, problem } from '#kernel/decision/rules.ts';
import { MultipartFault, partsOf } from '#kernel/files/multipart.ts';
import { HttpRefusal, httpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Env, Place } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Importable } from '#people/fields/importing.ts';
import type { ImportsDoor } from './committing.ts';
import { decode, detectEncoding } from './decoding.ts';
import { MOST_BYTES } from './limits.ts';
import { proposeMapping } from './mapping.ts';
import type { Import } from './model.ts';
import { detectDelimiter, isRefusal, parseFile } from './parsing.ts';
import { keepFile } from './store.ts';

/** The file of a form, or a body that is the file itself. Throws invalid when it is larger than 50 MB (PE-81). */
export const receiveFile = async (c: Context<Env>): Promise<{ name: string; bytes: Uint8Array }> => {
  const body = (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>;
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/')) return { name: 'file.csv', bytes: await gathered(body) };
  try {
    for await (const part of partsOf(body, type))
      if (part.filename !== null) return { name: part.filename.slice(-200), bytes: await gathered(part.body) };
  } catch (error) {
    if (!(error instanceof MultipartFault)) throw error;
    throw httpRefusal(400, 'unreadable', error.message);
  }
  throw new HttpRefusal(invalid(problem('/file', 'missing', 'Choose a file.')));
};

const gathered = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new HttpRefusal(invalid(problem('/file', 'too_large', 'A file has at most 50 MB. Cut it into two.')));
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks);
};

/** Reads headings, encoding and delimiter, proposes a mapping, and keeps the file; a refused one leaves nothing behind (PE-81, PE-82). */
export const upload = async (
  { kernel, room }: ImportsDoor,
  { practice_id, caller }: Place,
  importable: Importable,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<Import> => {
  const { encoding, certain } = detectEncoding(bytes);
  const text = decode(bytes, encoding);
  const delimiter = detectDelimiter(text);
  const parsed = parseFile(text, delimiter);
  if (isRefusal(parsed)) throw new HttpRefusal(parsed as Refusal);
  const { headings, rows } = parsed;
  const id = newId();
  const done = await again(() =>
    inPractice(kernel.db, practice_id, async (desk) => {
      const mapping = proposeMapping(headings, await importable.targets(desk));
      const fields = {
        kind: importable.kind,
        file: name,
        bytes: bytes.length,
        encoding,
        certain,
        delimiter,
        headings,
        rows: rows.length,
        mapping,
      };
      const [outcome] = await act(kernel, desk, caller, room, [{ id, command: { do: 'upload', fields } }]);
      if (outcome!.yes) await keepFile(desk, id, bytes);
      return outcome!;
    }),
  );
  return yesOrThrow(done).state.import;
};
