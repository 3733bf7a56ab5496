import { plural } from '#ground/text.ts';
import { unpacked } from './zip.ts';

/** The parts of a Word file by their names, made harmless. */
export type Parts = ReadonlyMap<string, Buffer>;

export const MOST_BYTES = 10 * 1_048_576;
const MOST_UNPACKED = 100 * 1_048_576;
/** Of what is read as text; pictures do not count. */
const MOST_TEXT = 10 * 1_048_576;

export interface Fault {
  code: string;
  because: string;
}

/**
 * A Word file that may become a letter: no macros and nothing that runs, not too large packed or unpacked, and without a way
 * to anything outside (IN-116).
 */
export const opened = (docx: Buffer): Parts | Fault => {
  if (docx.length > MOST_BYTES) return fault('too_large', 'The template has more than 10 MB.');
  const found = unpacked(docx, MOST_UNPACKED);
  if ('no' in found) return UNREADABLE[found.no];
  const { entries } = found;
  if (!entries.has('word/document.xml') || !entries.has('[Content_Types].xml')) return UNREADABLE.damaged;
  const names = [...entries.keys()];
  const runs = names.find((name) => RUNS.test(name));
  const types = text(entries, '[Content_Types].xml');
  if (runs || /macroEnabled|vbaProject/i.test(types))
    return fault('macros', `The template holds macros or other programs${runs ? ` (${runs})` : ''}. Save it without.`);
  const texts = names.filter((name) => /\.(xml|rels)$/i.test(name));
  if (texts.reduce((sum, name) => sum + entries.get(name)!.length, 0) > MOST_TEXT)
    return fault('too_large', 'The text of the template has more than 10 MB.');
  if (texts.some((name) => /<!DOCTYPE|<!ENTITY/i.test(text(entries, name)))) return UNREADABLE.damaged;
  return withoutLinks(entries);
};

const fault = (code: string, because: string): Fault => ({ code, because });
const RUNS = /(^|\/)(vbaProject|vbaData)|(^|\/)(activeX|embeddings)\/|\.(bin|exe|dll|js|vbs)$/i;
const UNREADABLE = {
  damaged: fault('no_docx', 'This is no Word file that can be read. Save it as .docx and upload it again.'),
  encrypted: fault('encrypted', 'This Word file is protected by a password. Save it without one.'),
  too_many: fault('too_large', 'The template is made of too many parts.'),
  too_large: fault('too_large', 'Unpacked, the template has more than 100 MB.'),
};

const text = (parts: Parts, name: string): string => parts.get(name)?.toString('utf8') ?? '';

/** What leads outside is gone: linked pictures and templates, links of the text, and fields that would fetch something. */
const withoutLinks = (entries: ReadonlyMap<string, Buffer>): Parts => {
  const clean = new Map(entries);
  for (const name of entries.keys()) {
    const owner = /^(.*)_rels\/([^/]+)\.rels$/.exec(name);
    if (!owner) continue;
    const gone: string[] = [];
    const kept = text(entries, name).replace(/<(?:\w+:)?Relationship\b[^>]*>/g, (whole) => {
      if (!/\bTargetMode\s*=\s*["']External["']/i.test(whole)) return whole;
      const id = /\bId\s*=\s*["']([^"']+)["']/.exec(whole)?.[1];
      if (id) gone.push(id);
      return '';
    });
    if (!gone.length) continue;
    clean.set(name, Buffer.from(kept));
    const part = `${owner[1]}${owner[2]}`;
    if (clean.has(part)) clean.set(part, Buffer.from(unlinked(text(clean, part), gone)));
  }
  for (const name of clean.keys())
    if (/^word\/[^/]+\.xml$/.test(name)) clean.set(name, Buffer.from(withoutFetching(text(clean, name))));
  return clean;
};

/** A part without what refers to these relations; the words of a link stay. */
const unlinked = (xml: string, ids: readonly string[]): string => {
  const named = new RegExp(
    `\\s[\\w]+:(?:id|link|embed|href|pict)\\s*=\\s*["'](?:${ids.map(escaped).join('|')})["']`,
    'g',
  );
  return xml
    .replace(
      /<w:(?:attachedTemplate|subDoc|altChunk|dataSource|headerSource|src|saveThroughXslt)\b[^>]*?\/>/g,
      (whole) => (new RegExp(named.source).test(whole) ? '' : whole),
    )
    .replace(named, '');
};
const escaped = (id: string): string => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const FETCHES =
  /^\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|DDEAUTO|DDE|LINK|IMPORT|RD|DATABASE|EMBED|MACROBUTTON|HYPERLINK)\b/i;
const FIELD =
  /<w:fldChar\b[^>]*\bw:fldCharType\s*=\s*["'](begin|separate|end)["'][^>]*>|<w:instrText\b[^>]*>([^<]*)<\/w:instrText>/g;

/** Word's own fields that would fetch something lose their orders; what they showed last stays. */
const withoutFetching = (xml: string): string => {
  const open: { from: number[]; said: string }[] = [];
  const blank = new Set<number>();
  for (const found of xml.matchAll(FIELD)) {
    const [, kind, order] = found;
    if (kind === 'begin') open.push({ from: [], said: '' });
    else if (kind) {
      const field = kind === 'end' ? open.pop() : open.at(-1);
      if (field && FETCHES.test(field.said)) for (const at of field.from) blank.add(at);
    } else if (open.length) {
      open.at(-1)!.from.push(found.index);
      open.at(-1)!.said += order ?? '';
    }
  }
  const emptied = blank.size
    ? xml.replace(FIELD, (whole: string, kind: string | undefined, ...rest) =>
        !kind && blank.has(rest.at(-2) as number) ? '<w:instrText></w:instrText>' : whole,
      )
    : xml;
  return emptied.replace(
    /(<w:fldSimple\b[^>]*\bw:instr\s*=\s*)(["'])(.*?)\2/g,
    (whole, before: string, mark: string, said: string) => (FETCHES.test(said) ? `${before}${mark}${mark}` : whole),
  );
};

/** «2 fields are not known: …», for a refusal that names them. */
export const sayUnknown = (sentences: readonly string[]): string =>
  sentences.length === 1
    ? sentences[0]!
    : `${plural(sentences.length, 'field', 'fields')} of the template cannot be used. ${sentences.join(' ')}`;
