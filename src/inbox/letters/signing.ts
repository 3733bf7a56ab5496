import type { Parts } from './opening.ts';

/** The picture of the approver's signature, as a letter bears it. */
export interface SignaturePicture {
  kind: 'png' | 'jpeg';
  bytes: Buffer;
  /** In the units of Word, 360,000 to the centimetre. */
  cx: number;
  cy: number;
  /** Whose it is. */
  name: string;
}

/** Stands where the picture is to be until `signed` puts it there; nobody types these letters. */
export const MARK = '\ue0f0signature\ue0f1';
/** By this a part names the picture. */
export const RELATION = 'rIdApproverSignature';

/** The text without what would become a picture. */
export const unmarked = (text: string): string => text.replaceAll(MARK, '');

/** The parts of a filled letter with the picture in each place of its mark; where no picture can be, the name (IN-116). */
export const signed = (parts: Parts, picture: SignaturePicture): Parts => {
  const made = new Map(parts);
  let drawings = highestDrawing(parts);
  const bears = [...parts.keys()].filter((name) => /\.xml$/.test(name) && has(parts, name));
  for (const name of bears) {
    const placed = { picture: false };
    const xml = text(parts, name).replaceAll(MARK, (_, at: number, whole: string) => {
      if (!PICTURED.test(name) || !isTextOfRun(whole, at)) return escaped(picture.name);
      placed.picture = true;
      drawings += 1;
      return `</w:t>${drawing(picture, drawings)}<w:t xml:space="preserve">`;
    });
    made.set(name, Buffer.from(xml));
    if (placed.picture) relate(made, name, picture);
  }
  if (!made.has(mediaOf(picture))) return made;
  made.set(TYPES, Buffer.from(typed(text(parts, TYPES), picture)));
  return made;
};

const TYPES = '[Content_Types].xml';
/** Parts that hold what is printed. */
const PICTURED = /^word\/(?:document|header\d*|footer\d*)\.xml$/;

const text = (parts: Parts, name: string): string => parts.get(name)!.toString('utf8');
const MARK_BYTES = Buffer.from(MARK);
const has = (parts: Parts, name: string): boolean => parts.get(name)!.includes(MARK_BYTES);

const isTextOfRun = (xml: string, at: number): boolean => /^<w:t[\s>]/.test(xml.slice(xml.lastIndexOf('<', at)));

const mediaOf = ({ kind }: SignaturePicture): string => `word/media/approver-signature.${kind}`;

const relate = (made: Map<string, Buffer>, name: string, picture: SignaturePicture): void => {
  const at = name.replace(/^word\/(.*)$/, 'word/_rels/$1.rels');
  const target = mediaOf(picture).slice('word/'.length);
  const relation = `<Relationship Id="${RELATION}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${target}"/>`;
  const before = made.get(at)?.toString('utf8');
  const empty = /<Relationships\b([^>]*)\/>/;
  const whole = !before
    ? `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation}</Relationships>`
    : empty.test(before)
      ? before.replace(empty, `<Relationships$1>${relation}</Relationships>`)
      : before.replace('</Relationships>', `${relation}</Relationships>`);
  made.set(at, Buffer.from(whole));
  made.set(mediaOf(picture), picture.bytes);
};

const typed = (types: string, { kind }: SignaturePicture): string =>
  new RegExp(`<Default\\b[^>]*\\bExtension\\s*=\\s*["']${kind}["']`, 'i').test(types)
    ? types
    : types.replace(/<Types\b[^>]*>/, `$&<Default Extension="${kind}" ContentType="image/${kind}"/>`);

/** Word wants a number for each drawing of a file. */
const highestDrawing = (parts: Parts): number => {
  let highest = 0;
  for (const name of parts.keys())
    if (PICTURED.test(name))
      for (const [, id] of text(parts, name).matchAll(/<wp:docPr\b[^>]*\bid\s*=\s*["'](\d{1,9})["']/g))
        highest = Math.max(highest, Number(id));
  return highest;
};

const drawing = ({ cx, cy, name }: SignaturePicture, id: number): string => {
  const said = `Signature of ${escaped(name)}`;
  return [
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">',
    `<wp:extent cx="${cx}" cy="${cy}"/><wp:docPr id="${id}" name="Signature ${id}" descr="${said}"/><wp:cNvGraphicFramePr/>`,
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">',
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">',
    `<pic:nvPicPr><pic:cNvPr id="${id}" name="Signature ${id}" descr="${said}"/><pic:cNvPicPr/></pic:nvPicPr>`,
    `<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="${RELATION}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`,
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`,
    '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>',
  ].join('');
};

const escaped = (words: string): string =>
  words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
