import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
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
import { MARK, type SignaturePicture, signed, unmarked } from '../letters/signing.ts';
import { bare, inLetter, pictureOf } from '../signatures/picture.ts';
import { unprintable } from './letters.ts';
import type { Correspondence, Document, DocumentRoomState } from './model.ts';
import { signerOf } from './signers.ts';

/** The letter of a document as a file: Word on the practice's own paper, or a PDF of the built-in layout (IN-116, IN-117). */

export const BUILT_IN = 'built-in layout';

/** What is needed of the database before a letter's file is made. */
export interface LetterSource {
  practice: Desk['practice'];
  document: Document;
  letter: Correspondence;
  file: { id: Id; at: string };
  /** Who signs it, and the file of their picture; null: the name stands there (IN-116). */
  signer: { name: string; picture: Pick<FileRow, 'id' | 'at'> | null };
  /** It may not leave yet: what is made of it says so. */
  proof: boolean;
}

/** Refuses, with why, a letter that was removed, has gaps, or may be taken back; before approval a proof of it can be had. */
export const letterSource = async (
  desk: Desk,
  state: DocumentRoomState,
  viewer: Id | undefined,
): Promise<LetterSource> => {
  const { document, letter } = state;
  const proof = document.state !== 'processed' && document.state !== 'filed';
  const no =
    letter?.state === 'printed' || (proof && letter?.kind === 'letter' && letter.state === 'draft')
      ? null
      : unprintable(state, desk.now);
  if (no) throw new HttpRefusal(no);
  const { name, signature } = await signerOf(desk, { letter: letter!, viewer });
  const kept = await readFiles(desk, [letter!.letter_file_id!, ...(signature ? [signature.file_id] : [])]);
  const file = kept.find(({ id }) => id === letter!.letter_file_id);
  if (!file?.sha256) throw new HttpRefusal(refused('no_such_file', 'The Word file of this letter is gone.'));
  return {
    practice: desk.practice,
    document,
    letter: letter!,
    file,
    signer: { name, picture: kept.find(({ id }) => id === signature?.file_id) ?? null },
    proof,
  };
};

/** The filled Word file. */
export const asWord = async (storage: Storage, source: LetterSource): Promise<Buffer> =>
  packed((await partsOf(storage, source)).parts);

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
  const { parts, picture } = await partsOf(storage, source);
  const blocks = blocksOf(parts);
  const head = { name: source.practice.name, lines: headOf(source.practice) };
  const missing = withoutGlyph([head.name, ...head.lines, ...textsOf(blocks)]);
  if (missing.length && !source.proof) throw new HttpRefusal(noGlyph(missing));
  return onPaper({ title: source.document.title, head, blocks, picture, stamp: source.proof ? DRAFT : null });
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

const partsOf = async (
  storage: Storage,
  { practice, file, letter, signer }: LetterSource,
): Promise<{ parts: Parts; picture: SignaturePicture | null }> => {
  const parts = opened(await bytesOf(storage, practice.id, file));
  const found = 'code' in parts ? parts : fieldsOf(parts);
  if ('code' in parts || 'code' in found)
    throw new Error(`The paper of a letter is unreadable: ${JSON.stringify(found)}`);
  const { body, used } = letter;
  const { fields } = found;
  if (!signer.picture)
    return { parts: filled(parts, withOwn(used, { fields, body, signature: signer.name })), picture: null };
  const picture = pictureIn(await bytesOf(storage, practice.id, signer.picture), signer.name);
  const plain = Object.fromEntries(Object.entries(used).map(([field, value]) => [field, unmarked(value)]));
  const marked = filled(parts, withOwn(plain, { fields, body: unmarked(body), signature: MARK }));
  return { parts: signed(marked, picture), picture };
};

const pictureIn = (bytes: Buffer, name: string): SignaturePicture => {
  const picture = pictureOf(bytes);
  if ('code' in picture) throw new Error(`A signature that was taken cannot be read any more: ${picture.because}`);
  return { kind: picture.kind, bytes: bare(bytes), ...inLetter(picture), name };
};

const textsOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'page_end') return [];
    const paragraphs = block.kind === 'row' ? block.cells.flat() : [block];
    return paragraphs.flatMap(({ runs }) => runs.map(({ text }) => text));
  });
