import { unescapeHtml } from '#messages/fields/html.ts';
import type { Parts } from './opening.ts';
import { RELATION } from './signing.ts';

/** What a letter says, read from its Word file: paragraphs, rows of tables, and where a page ends. */

export interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
  /** The approver's signature stands here, so large in points; then there is no text. */
  picture?: { width: number; height: number };
}
export interface Paragraph {
  kind: 'paragraph';
  runs: Run[];
  align: 'left' | 'center' | 'right';
  /** 1 and 2: headings; 0: running text. */
  heading: 0 | 1 | 2;
  bullet: boolean;
}
/** `widths`: shares of the line, one for each cell. */
export interface Row {
  kind: 'row';
  cells: Paragraph[][];
  widths: number[];
}
export type Block = Paragraph | Row | { kind: 'page_end' };

/** The main text of a filled Word file, in its order. Of pictures the approver's signature is read; headers and footers are not. */
export const blocksOf = (parts: Parts): Block[] => new Reader().read(parts.get('word/document.xml')!.toString('utf8'));

const TOKEN = /<(\/?)([\w:]+)([^>]*?)(\/?)>|([^<]+)/g;

interface Table {
  row: Paragraph[][] | null;
  widths: number[];
  cellWidths: number[];
}

class Reader {
  #blocks: Block[] = [];
  #tables: Table[] = [];
  /** Of a paragraph within another one (a text box), the outer ones. */
  #paragraphs: Paragraph[] = [];
  /** How large the drawings are that are being read, from the outermost on. */
  #drawings: { width: number; height: number }[] = [];
  #run: Omit<Run, 'text'> = { bold: false, italic: false };
  #inRun = false;
  #inText = false;
  /** Inside what is another version of what was read already. */
  #skipping = 0;

  read(xml: string): Block[] {
    for (const [, closes, name = '', attributes = '', empty, text] of xml.matchAll(TOKEN)) {
      if (name === 'mc:Fallback' && !empty) this.#skipping += closes ? -1 : 1;
      else if (this.#skipping) continue;
      else if (text !== undefined) this.#inText && this.#write(unescapeHtml(text));
      else if (closes) this.#close(name);
      else {
        this.#open(name, attributes);
        if (empty) this.#close(name);
      }
    }
    return this.#blocks;
  }

  #open(name: string, attributes: string): void {
    const value = /\bw:val\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1];
    const paragraph = this.#paragraphs.at(-1);
    const table = this.#tables.at(-1);
    switch (name) {
      case 'w:p':
        this.#paragraphs.push({ kind: 'paragraph', runs: [], align: 'left', heading: 0, bullet: false });
        return;
      case 'w:jc':
        if (paragraph && !this.#inRun) paragraph.align = ALIGN[value ?? ''] ?? 'left';
        return;
      case 'w:pStyle':
        if (paragraph) paragraph.heading = headingOf(value ?? '');
        return;
      case 'w:numPr':
        if (paragraph) paragraph.bullet = true;
        return;
      case 'w:r':
        this.#inRun = true;
        this.#run = { bold: false, italic: false };
        return;
      case 'w:b':
        if (this.#inRun) this.#run.bold = isOn(value);
        return;
      case 'w:i':
        if (this.#inRun) this.#run.italic = isOn(value);
        return;
      case 'w:t':
        this.#inText = true;
        return;
      case 'w:tab':
        if (this.#inRun) this.#write('\t');
        return;
      case 'w:noBreakHyphen':
        this.#write('\u2011');
        return;
      case 'w:cr':
        this.#write('\n');
        return;
      case 'w:drawing':
        this.#drawings.push({ width: 0, height: 0 });
        return;
      case 'wp:extent':
        if (this.#drawings.length) this.#drawings[this.#drawings.length - 1] = extentOf(attributes);
        return;
      case 'a:blip':
        if (attributes.includes(`"${RELATION}"`)) this.#sign(this.#drawings.at(-1));
        return;
      case 'w:br':
        if (/\bw:type\s*=\s*["']page["']/.test(attributes)) this.#endPage();
        else this.#write('\n');
        return;
      case 'w:tbl':
        this.#tables.push({ row: null, widths: [], cellWidths: [] });
        return;
      case 'w:gridCol':
        table?.widths.push(Number(/\bw:w\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0));
        return;
      case 'w:tr':
        if (table) table.row = [];
        return;
      case 'w:tc':
        table?.row?.push([]);
        return;
    }
  }

  #close(name: string): void {
    const table = this.#tables.at(-1);
    switch (name) {
      case 'w:t':
        this.#inText = false;
        return;
      case 'w:r':
        this.#inRun = false;
        return;
      case 'w:drawing':
        this.#drawings.pop();
        return;
      case 'w:p': {
        const done = this.#paragraphs.pop();
        if (done) this.#put(done);
        return;
      }
      case 'w:tr':
        // a table within a cell is read cell by cell, below one another
        if (table?.row?.length && this.#tables.length === 1)
          this.#blocks.push({ kind: 'row', cells: table.row, widths: shares(table.widths, table.row.length) });
        else if (table?.row) for (const one of table.row.flat()) this.#put(one, 2);
        if (table) table.row = null;
        return;
      case 'w:tbl':
        this.#tables.pop();
        return;
    }
  }

  #put(paragraph: Paragraph, outwards = 1): void {
    const cell = this.#tables.at(-outwards)?.row?.at(-1);
    if (cell) cell.push(paragraph);
    else this.#blocks.push(paragraph);
  }

  #write(text: string): void {
    this.#paragraphs.at(-1)?.runs.push({ text, ...this.#run });
  }

  #sign(picture: Run['picture']): void {
    if (picture?.width) this.#paragraphs.at(-1)?.runs.push({ text: '', ...this.#run, picture });
  }

  #endPage(): void {
    const open = this.#paragraphs.at(-1);
    if (!open || this.#tables.length) return;
    this.#blocks.push({ ...open, runs: open.runs }, { kind: 'page_end' });
    open.runs = [];
  }
}

/** Points, of which Word has 12,700 units each. */
const extentOf = (attributes: string): { width: number; height: number } => ({
  width: Number(/\bcx="(\d+)"/.exec(attributes)?.[1] ?? 0) / 12_700,
  height: Number(/\bcy="(\d+)"/.exec(attributes)?.[1] ?? 0) / 12_700,
});

const ALIGN: Readonly<Record<string, Paragraph['align']>> = { center: 'center', right: 'right', end: 'right' };
const isOn = (value: string | undefined): boolean => value === undefined || !/^(0|false|off|none)$/.test(value);
const headingOf = (style: string): 0 | 1 | 2 =>
  /^(title|heading ?1|berschrift1|überschrift1)$/i.test(style) ? 1 : /^(subtitle|heading ?\d)$/i.test(style) ? 2 : 0;

const shares = (widths: readonly number[], cells: number): number[] => {
  const known = widths.length === cells && widths.every((one) => one > 0) ? widths : Array<number>(cells).fill(1);
  const whole = known.reduce((sum, one) => sum + one, 0);
  return known.map((one) => one / whole);
};
