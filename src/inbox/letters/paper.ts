import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, type PDFFont, type PDFImage, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import type { Block, Paragraph, Run } from './blocks.ts';
import { fontBytes, pieces, type Style } from './glyphs.ts';
import type { SignaturePicture } from './signing.ts';

/** The built-in layout of letters: A4 with the practice's letterhead (IN-117). */

export interface Letterhead {
  name: string;
  lines: readonly string[];
}

export interface Sheet {
  title: string;
  head: Letterhead;
  blocks: readonly Block[];
  /** The approver's signature, where the blocks have a place for it. */
  picture?: Pick<SignaturePicture, 'kind' | 'bytes'> | null;
  /** Stands on every page of what is not to be sent yet. */
  stamp: string | null;
}

/** Points; 72 to the inch. */
const [WIDTH, HEIGHT] = [595.28, 841.89];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 62, 58, 62];
const LINE = WIDTH - LEFT - RIGHT;
const INK = rgb(0.11, 0.11, 0.1);
const QUIET = rgb(0.42, 0.4, 0.37);
const HAIR = rgb(0.82, 0.8, 0.76);
const SIZES = { 0: 10.5, 1: 15, 2: 12 } as const;
const TAB = '    ';

/** A PDF of a letter. The same letter makes the same bytes. */
export const onPaper = async ({ title, head, blocks, picture, stamp }: Sheet): Promise<Uint8Array> => {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  pdf.setTitle(title);
  pdf.setProducer('Tickmark');
  pdf.setCreator('Tickmark');
  pdf.setCreationDate(new Date(0));
  pdf.setModificationDate(new Date(0));
  const drawn = picture
    ? await (picture.kind === 'png' ? pdf.embedPng(picture.bytes) : pdf.embedJpg(picture.bytes))
    : null;
  const pen = new Pen(pdf, drawn);
  await pen.begin(head, stamp);
  for (const block of blocks) {
    if (block.kind === 'page_end') await pen.turn();
    else if (block.kind === 'row') await pen.row(block.cells, block.widths);
    else await pen.paragraph(block);
  }
  await pen.number();
  return pdf.save();
};

/** A PDF made elsewhere, with a line on every page that it is not to be sent yet. */
export const stamped = async (bytes: Uint8Array, stamp: string): Promise<Uint8Array> => {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const page of pdf.getPages()) page.drawText(stamp, { x: LEFT, y: 28, size: 9, font, color: QUIET });
  return pdf.save();
};

interface Word {
  parts: { text: string; font: PDFFont; style: Style }[];
  width: number;
  /** The signature instead of letters. */
  picture?: Size | undefined;
}
interface Size {
  width: number;
  height: number;
}
interface Box {
  x: number;
  width: number;
}

class Pen {
  #pdf: PDFDocument;
  #fonts = new Map<string, PDFFont>();
  #page!: PDFPage;
  #pages: PDFPage[] = [];
  #y = 0;
  #stamp: string | null = null;
  #signature: PDFImage | null;

  constructor(pdf: PDFDocument, signature: PDFImage | null) {
    this.#pdf = pdf;
    this.#signature = signature;
  }

  async begin({ name, lines }: Letterhead, stamp: string | null): Promise<void> {
    this.#stamp = stamp;
    await this.turn();
    await this.#line(name, { size: 14, bold: true, y: HEIGHT - TOP });
    let y = HEIGHT - TOP - 15;
    for (const line of lines) {
      await this.#line(line, { size: 8.5, colour: QUIET, y });
      y -= 11;
    }
    y -= 2;
    this.#page.drawLine({ start: { x: LEFT, y }, end: { x: WIDTH - RIGHT, y }, thickness: 0.6, color: HAIR });
    this.#y = y - 34;
  }

  async turn(): Promise<void> {
    this.#page = this.#pdf.addPage([WIDTH, HEIGHT]);
    this.#pages.push(this.#page);
    this.#y = HEIGHT - TOP;
    if (this.#stamp)
      await this.#line(this.#stamp, { size: 8.5, bold: true, colour: QUIET, y: HEIGHT - 30, right: true });
  }

  async paragraph(paragraph: Paragraph): Promise<void> {
    await this.#flow(paragraph, { x: LEFT, width: LINE }, true);
  }

  /** Cells side by side; the row ends where its longest cell does. */
  async row(cells: readonly (readonly Paragraph[])[], widths: readonly number[]): Promise<void> {
    const heights = await Promise.all(cells.map((cell, i) => this.#height(cell, LINE * widths[i]! - 8)));
    if (this.#y - Math.max(0, ...heights) < BOTTOM && this.#y < HEIGHT - TOP) await this.turn();
    const top = this.#y;
    let [x, lowest] = [LEFT, top];
    for (const [i, cell] of cells.entries()) {
      this.#y = top;
      for (const one of cell) await this.#flow(one, { x, width: LINE * widths[i]! - 8 }, false);
      x += LINE * widths[i]!;
      lowest = Math.min(lowest, this.#y);
    }
    this.#y = lowest;
  }

  /** Of more than one page, each says which it is. */
  async number(): Promise<void> {
    if (this.#pages.length === 1) return;
    for (const [i, page] of this.#pages.entries()) {
      this.#page = page;
      await this.#line(`${i + 1} / ${this.#pages.length}`, { size: 8.5, colour: QUIET, y: 34, right: true });
    }
  }

  async #flow(paragraph: Paragraph, { x, width }: Box, turns: boolean): Promise<void> {
    const size = SIZES[paragraph.heading];
    const step = size * 1.42;
    const indent = paragraph.bullet ? 14 : 0;
    const lines = await this.#lines(paragraph, width - indent);
    for (const [i, words] of lines.entries()) {
      const rises = riseOf(words, size);
      if (turns && this.#y - step - rises < BOTTOM) await this.turn();
      this.#y -= rises;
      if (i === 0 && indent) await this.#line('•', { size, y: this.#y, x });
      const long = words.reduce((sum, one) => sum + one.width, 0);
      const room = width - indent - long;
      let at = x + indent + (paragraph.align === 'right' ? room : paragraph.align === 'center' ? room / 2 : 0);
      for (const { parts, picture } of words) {
        if (picture && this.#signature) this.#page.drawImage(this.#signature, { x: at, y: this.#y, ...picture });
        at += picture?.width ?? 0;
        for (const { text, font } of parts) {
          this.#page.drawText(text, { x: at, y: this.#y, size, font, color: INK });
          at += font.widthOfTextAtSize(text, size);
        }
      }
      this.#y -= step;
    }
    this.#y -= paragraph.heading ? 5 : 3;
  }

  async #height(cell: readonly Paragraph[], width: number): Promise<number> {
    let height = 0;
    for (const one of cell) {
      const size = SIZES[one.heading];
      for (const words of await this.#lines(one, width)) height += size * 1.42 + riseOf(words, size);
      height += 3;
    }
    return height;
  }

  /** A paragraph in lines that fit; one without text is an empty line. */
  async #lines(paragraph: Paragraph, width: number): Promise<Word[][]> {
    const size = SIZES[paragraph.heading];
    const lines: Word[][] = [[]];
    let used = 0;
    for (const word of await this.#words(paragraph, size)) {
      if (word === 'break') {
        lines.push([]);
        used = 0;
        continue;
      }
      const blank = !word.picture && word.parts.every(({ text }) => !text.trim());
      if (used + word.width > width && used > 0) {
        lines.push([]);
        used = 0;
        if (blank) continue;
      }
      for (const fitting of word.width > width ? fitted(word, width, size) : [word]) {
        if (used + fitting.width > width && used > 0) {
          lines.push([]);
          used = 0;
        }
        lines.at(-1)!.push(fitting);
        used += fitting.width;
      }
    }
    return lines;
  }

  /** Words and the spaces between them, each with its fonts; words that change their style within stay together. */
  async #words({ runs, heading }: Paragraph, size: number): Promise<(Word | 'break')[]> {
    const words: (Word | 'break')[] = [];
    let joins = false;
    for (const { text, picture, ...style } of runs.map((run): Run => (heading ? { ...run, bold: true } : run))) {
      if (picture) {
        words.push({ parts: [], width: picture.width, picture });
        joins = false;
      }
      for (const token of text.replaceAll('\t', TAB).split(/(\n| +)/)) {
        if (!token) continue;
        if (token === '\n') {
          words.push('break');
          joins = false;
          continue;
        }
        const isSpace = token.startsWith(' ');
        const last = words.at(-1);
        const word: Word = joins && !isSpace && last && last !== 'break' ? last : { parts: [], width: 0 };
        if (word !== last) words.push(word);
        for (const { script, text: piece } of pieces(token, style)) {
          const font = await this.#font(script, style);
          word.parts.push({ text: piece, font, style });
          word.width += font.widthOfTextAtSize(piece, size);
        }
        joins = !isSpace;
      }
    }
    return words;
  }

  async #line(
    text: string,
    at: { size: number; y: number; x?: number; bold?: boolean; colour?: typeof INK; right?: boolean },
  ): Promise<void> {
    const style = { bold: at.bold ?? false, italic: false };
    const drawn: { text: string; font: PDFFont; width: number }[] = [];
    for (const { script, text: piece } of pieces(text, style)) {
      const font = await this.#font(script, style);
      drawn.push({ text: piece, font, width: font.widthOfTextAtSize(piece, at.size) });
    }
    let x = at.right ? WIDTH - RIGHT - drawn.reduce((sum, { width }) => sum + width, 0) : (at.x ?? LEFT);
    for (const { text: piece, font, width } of drawn) {
      this.#page.drawText(piece, { x, y: at.y, size: at.size, font, color: at.colour ?? INK });
      x += width;
    }
  }

  async #font(script: string, style: Style): Promise<PDFFont> {
    const key = `${script} ${style.bold} ${style.italic}`;
    const found = this.#fonts.get(key) ?? (await this.#pdf.embedFont(fontBytes(script, style), { subset: true }));
    this.#fonts.set(key, found);
    return found;
  }
}

/** How much further down a line stands because of the picture in it. */
const riseOf = (words: readonly Word[], size: number): number =>
  Math.max(0, ...words.map(({ picture }) => (picture ? picture.height - size : 0)));

/** What is wider than its line: letters are cut, a picture is made smaller. */
const fitted = (word: Word, width: number, size: number): Word[] => {
  const { picture } = word;
  if (!picture) return split(word, width, size);
  return [{ parts: [], width, picture: { width, height: (picture.height * width) / picture.width } }];
};

/** A word that is longer than a line, cut where the line ends. */
const split = ({ parts }: Word, width: number, size: number): Word[] => {
  const words: Word[] = [{ parts: [], width: 0 }];
  for (const { text, font, style } of parts)
    for (const character of text) {
      const wide = font.widthOfTextAtSize(character, size);
      if (words.at(-1)!.width + wide > width && words.at(-1)!.width > 0) words.push({ parts: [], width: 0 });
      const word = words.at(-1)!;
      const last = word.parts.at(-1);
      if (last?.font === font) last.text += character;
      else word.parts.push({ text: character, font, style });
      word.width += wide;
    }
  return words;
};
