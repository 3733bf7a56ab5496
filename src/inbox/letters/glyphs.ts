import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fontkit, { type Font } from '@pdf-lib/fontkit';

/** The letters that the built-in layout can print: Noto Sans, cut by script into fonts of a few kilobytes each (IN-117). */

export interface Style {
  bold: boolean;
  italic: boolean;
}

const SCRIPTS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'devanagari'];

interface Cut {
  font: Font;
  bytes: Buffer;
}

/** fontkit was compiled for a runtime that Node has no name for; it shapes Indian scripts by it. */
interface Stepping {
  prev: number;
  next: number;
  stop(): void;
}
const stepped = (step: (at: Stepping) => unknown) => {
  let ended = false;
  const at: Stepping = {
    prev: 0,
    next: 0,
    stop: () => {
      ended = true;
    },
  };
  return (function* () {
    for (;;) {
      const value = step(at);
      if (ended) return;
      yield value;
    }
  })();
};
Object.assign(globalThis, { regeneratorRuntime: { mark: (work: unknown) => work, wrap: stepped } });

const require = createRequire(import.meta.url);
const FONTS = join(dirname(require.resolve('@fontsource/noto-sans/package.json')), 'files');
const kept = new Map<string, Cut>();

const cutOf = (script: string, { bold, italic }: Style): Cut => {
  const name = `${script}-${bold ? 700 : 400}-${italic ? 'italic' : 'normal'}`;
  const found = kept.get(name) ?? read(name);
  kept.set(name, found);
  return found;
};

const read = (name: string): Cut => {
  const bytes = readFileSync(join(FONTS, `noto-sans-${name}.woff`));
  return { bytes, font: fontkit.create(bytes) };
};

/** The script whose font has this character; null where none has. */
const scriptOf = (character: string, style: Style): string | null =>
  SCRIPTS.find((script) => cutOf(script, style).font.hasGlyphForCodePoint(character.codePointAt(0)!)) ?? null;

const UPRIGHT: Style = { bold: false, italic: false };
/** Marks and joiners are drawn with the letter before them; the others below are not drawn at all. */
const LEANS = /^[\p{M}\u200c\u200d]$/u;
const UNDRAWN = /\p{Cc}|\u00ad|\u200b|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;

/** What is printed of a text: composed, and without signs that have no picture. */
export const printed = (text: string): string => text.normalize('NFC').replaceAll('\u2011', '-').replace(UNDRAWN, '');

/** The characters of these texts that no font has, each once, in their order. */
export const withoutGlyph = (texts: Iterable<string>): string[] => {
  const found = new Set<string>();
  for (const text of texts)
    for (const character of printed(text)) if (!scriptOf(character, UPRIGHT)) found.add(character);
  return [...found];
};

export interface Piece {
  script: string;
  text: string;
}

/** A text in pieces of one font each; a character that none has is shown as a question mark. */
export const pieces = (text: string, style: Style): Piece[] => {
  const found: Piece[] = [];
  for (const character of printed(text)) {
    const last = found.at(-1);
    const stays =
      last && LEANS.test(character) && cutOf(last.script, style).font.hasGlyphForCodePoint(character.codePointAt(0)!);
    const script = stays ? last.script : scriptOf(character, style);
    const drawn = script ? character : '?';
    if (last && last.script === (script ?? 'latin')) last.text += drawn;
    else found.push({ script: script ?? 'latin', text: drawn });
  }
  return found;
};

/** The bytes of a font, for a PDF that embeds it. */
export const fontBytes = (script: string, style: Style): Buffer => cutOf(script, style).bytes;
