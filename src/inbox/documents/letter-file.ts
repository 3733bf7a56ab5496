import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Storage } from '#kernel/files/port.ts';
import { readFiles } from '#kernel/files/store.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { type Block, blocksOf } from '../letters/blocks.ts';
import { bytesOf } from '../letters/bytes.ts';
import { sayCharacter } from '../letters/characters.ts';
import { withOwn } from '../letters/fields.ts';
import { fieldsOf, filled, packed } from '../letters/filling.ts';
import { withoutGlyph } from '../letters/glyphs.ts';
import { opened, type Parts } from '../letters/opening.ts';
import { onPaper, stamped } from '../letters/paper.ts';
import { type Converter, NotConverted } from '../letters/port.ts';
import { headOf } from '../letters/settings.ts';
import { unprintable } from './letters.ts';
import { signatureOf } from './lists.ts';
import type { Correspondence, Document, DocumentRoomState } from './model.ts';

/** The letter of a document as a file: Word on the practice's own paper, or a PDF of the built-in layout (IN-116, IN-117). */

export const BUILT_IN = 'built-in layout';

/** What is needed of the database before a letter's file is made. */
export interface LetterSource {
  practice: Desk['practice'];
  document: Document;
  letter: Correspondence;
  file: { id: Id; at: string };
  signature: string;
  /** It may not leave yet: what is made of it says so. */
  proof: boolean;
}

/** Refuses, with why, a letter that was removed, has gaps, or may be taken back; before approval a proof of it can be had. */
export const letterSource = async (desk: Desk, state: DocumentRoomState): Promise<LetterSource> => {
  const { document, letter } = state;
  const proof = document.state !== 'processed' && document.state !== 'filed';
  const no =
    letter?.state === 'printed' || (proof && letter?.kind === 'letter' && letter.state === 'draft')
      ? null
      : unprintable(state, desk.now);
  if (no) throw new HttpRefusal(no);
  const [file] = await readFiles(desk, [letter!.letter_file_id!]);
  if (!file?.sha256) throw new HttpRefusal(refused('no_such_file', 'The Word file of this letter is gone.'));
  return {
    practice: desk.practice,
    document,
    letter: letter!,
    file,
    signature: await signatureOf(desk, document.id),
    proof,
  };
};

/** The filled Word file. */
export const asWord = async (storage: Storage, source: LetterSource): Promise<Buffer> =>
  packed(await partsOf(storage, source));

const DRAFT = 'Draft, not approved';

/**
 * The PDF: by the converter from the Word file where one is configured, which refuses `not_converted` with why; else by the built-in
 * layout, which refuses `no_glyph`, naming the characters it could not print; a proof shows them as question marks.
 */
export const asPdf = async (
  storage: Storage,
  source: LetterSource,
  converter: Converter | null,
): Promise<Uint8Array> => {
  if (converter) return convertedPdf(converter, source, await asWord(storage, source));
  const blocks = blocksOf(await partsOf(storage, source));
  const head = { name: source.practice.name, lines: headOf(source.practice) };
  const missing = withoutGlyph([head.name, ...head.lines, ...textsOf(blocks)]);
  if (missing.length && !source.proof) throw new HttpRefusal(noGlyph(missing));
  return onPaper({ title: source.document.title, head, blocks, stamp: source.proof ? DRAFT : null });
};

const convertedPdf = async (converter: Converter, { proof }: LetterSource, docx: Buffer): Promise<Uint8Array> => {
  try {
    const pdf = await converter.toPdf(docx);
    return proof ? await stamped(pdf, DRAFT) : pdf;
  } catch (error) {
    if (!(error instanceof NotConverted)) throw error;
    throw new HttpRefusal(refused('not_converted', `${error.message} Take the letter as a Word file, or try again.`));
  }
};

const noGlyph = (missing: readonly string[]) =>
  refused(
    'no_glyph',
    `The built-in layout cannot print ${missing.slice(0, 20).map(sayCharacter).join(', ')}. Take the letter as a Word file instead.`,
    { characters: [...missing] },
  );

/** Of what stands in the letter itself, before anybody prints it. */
export const glyphsMissing = ({ kind, body, used }: Pick<Correspondence, 'kind' | 'body' | 'used'>): string[] =>
  kind === 'letter' ? withoutGlyph([body, ...Object.values(used)]) : [];

const partsOf = async (storage: Storage, { practice, file, letter, signature }: LetterSource): Promise<Parts> => {
  const parts = opened(await bytesOf(storage, practice.id, file));
  const found = 'code' in parts ? parts : fieldsOf(parts);
  if ('code' in parts || 'code' in found)
    throw new Error(`The paper of a letter is unreadable: ${JSON.stringify(found)}`);
  const { body, used } = letter;
  return filled(parts, withOwn(used, { fields: found.fields, body, signature }));
};

const textsOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'page_end') return [];
    const paragraphs = block.kind === 'row' ? block.cells.flat() : [block];
    return paragraphs.flatMap(({ runs }) => runs.map(({ text }) => text));
  });
