import type { Question } from '#forms/model.ts';
import { type Id, newId } from '#ground/id.ts';
import { EFFORT } from '#inbox/forms/effort.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Json } from '#kernel/decision/model.ts';
import { type Part, partsOf } from '#kernel/files/multipart.ts';
import { receive } from '#kernel/files/receive.ts';
import { endingOf } from '#kernel/files/rules.ts';
import type { House } from '../house.ts';
import { nameOf } from './form-fields.ts';
import { reached, UNREACHED } from './outage.ts';

/** What somebody sent from the page of a form, read as it streams in (IN-96). */

export const UPLOADS = { files: 10, bytes: 50 * 1_048_576, text: 20_000 } as const;

/** What clients send from; everything else is asked for as one of these. */
const ENDINGS = 'pdf png jpg jpeg gif webp heic tif tiff doc docx xls xlsx ppt pptx odt ods odp rtf txt csv'.split(' ');

export interface Posted {
  wish: 'send' | 'keep';
  typed: Record<string, Json>;
  /** Files that were taken in, by id. */
  files: Id[];
  /** Why a file was not, at its question. */
  wrong: Record<string, string>;
  /** What stands in the field that no person sees (IN-95). */
  trap: string;
  /** What the page's script worked out (IN-95). */
  effort: string;
}

/** The name of that field: one that programs like to fill in. */
export const TRAP = 'website';

/** Whoever holds a link acts as this; files that one of them uploads are its own until they are sent. */
export const LINKS = systemWho('links');

export const postedOf = async (
  house: House,
  { practice, questions, onFault }: { practice: Id; questions: readonly Question[]; onFault: (fault: unknown) => void },
  { body, type }: { body: AsyncIterable<Uint8Array>; type: string },
): Promise<Posted> => {
  const posted: Posted = { wish: 'keep', typed: {}, files: [], wrong: {}, trap: '', effort: '' };
  let left: number = UPLOADS.bytes;
  for await (const part of partsOf(body, type)) {
    const question = questions.find((one) => nameOf(one) === part.name);
    if (part.filename === null) {
      const text = await textOf(part);
      if (part.name === 'do') posted.wish = text === 'send' ? 'send' : 'keep';
      else if (part.name === TRAP) posted.trap = text;
      else if (part.name === EFFORT.field) posted.effort = text;
      else if (question && text !== '') add(posted.typed, question, text);
    } else if (question?.kind === 'file' && part.filename !== '') {
      left = await taken(house, { practice, question, part, left, onFault }, posted);
    }
  }
  return posted;
};

const add = (typed: Record<string, Json>, { key, kind }: Question, value: string): void => {
  const before = typed[key];
  const several = kind === 'several_of' || kind === 'file';
  typed[key] = several ? [...(Array.isArray(before) ? before : []), value] : value;
};

interface Taking {
  practice: Id;
  question: Question;
  part: Part;
  left: number;
  onFault: (fault: unknown) => void;
}

const taken = async (
  house: House,
  { practice, question, part, left, onFault }: Taking,
  posted: Posted,
): Promise<number> => {
  const name = part.filename!;
  const no = (because: string): number => {
    posted.wrong[question.key] = [posted.wrong[question.key], because].filter(Boolean).join(' ');
    return left;
  };
  if (!ENDINGS.includes(endingOf(name)))
    return no(`«${name}» cannot be sent here. Send a PDF, a picture, an Office file, a text or a CSV.`);
  if (posted.files.length >= UPLOADS.files)
    return no(`At most ${UPLOADS.files} files at once, so «${name}» was left out.`);
  const maxBytes = Math.min(house.files.maxBytes, left);
  const place = { practice_id: practice, caller: { who: LINKS, request_id: newId() } };
  const receiving = { kernel: house.kernel, storage: house.files.storage, place, maxBytes };
  const file = { name, declared_type: part.type, body: part.body };
  const received = await reached(onFault, receive(receiving, file));
  if (received === UNREACHED) return no(`«${name}» could not be taken in just now. Choose it again in a minute.`);
  if (!received.yes)
    return no(received.code === 'too_large' && left < house.files.maxBytes ? TOGETHER(name) : received.because);
  posted.files.push(received.file.id);
  add(posted.typed, question, received.file.id);
  return left - received.file.bytes;
};

const TOGETHER = (name: string): string =>
  `All files of an answer together have at most ${UPLOADS.bytes / 1_048_576} MB, so «${name}» was left out.`;

/** A text without its end, where it has no end. */
const textOf = async ({ body }: Part): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (length < UPLOADS.text * 4) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).toString('utf8').replaceAll('\r\n', '\n').slice(0, UPLOADS.text);
};
