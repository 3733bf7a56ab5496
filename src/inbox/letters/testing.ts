import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, type PDFPage, PDFRawStream } from 'pdf-lib';
import PizZip from 'pizzip';

/** For tests: a Word file with these paragraphs of `word/document.xml`, and with `more` parts or others in their place. */
export const testDocx = (
  paragraphs: readonly string[],
  more: Readonly<Record<string, string | Buffer>> = {},
): Buffer => {
  const zip = new PizZip();
  const body = paragraphs.map((one) =>
    one.startsWith('<') ? one : `<w:p><w:r><w:t xml:space="preserve">${one}</w:t></w:r></w:p>`,
  );
  const parts: Record<string, string | Buffer> = {
    '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>${body.join('')}<w:sectPr/></w:body></w:document>`,
    ...more,
  };
  for (const [name, content] of Object.entries(parts)) zip.file(name, content);
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
};

/** The text of a Word file's main part, paragraphs by lines. */
export const textOfDocx = (docx: Buffer | Uint8Array): string =>
  new PizZip(docx)
    .file('word/document.xml')!
    .asText()
    .replaceAll('</w:p>', '\n')
    .replaceAll('<w:br/>', '\n')
    .replace(/<[^>]+>/g, '')
    .trim();

/** The text of a PDF that `onPaper` made, lines by their height on the page. */
export const textOfPdf = async (pdf: Uint8Array): Promise<string> => {
  const read = await PDFDocument.load(pdf);
  return read.getPages().map(textOfPage).join('\n');
};

/** What is drawn on the pages of a PDF in the letters that every reader has: by a stand-in, or by `stamped`. */
export const plainTextOfPdf = async (pdf: Uint8Array): Promise<string> => {
  const read = await PDFDocument.load(pdf);
  const drawn = read.getPages().flatMap((page) =>
    page.node
      .normalizedEntries()
      .Contents!.asArray()
      .map((one) => decoded(page.doc.context.lookup(one))),
  );
  return [...drawn.join('\n').matchAll(/\(([^)]*)\) Tj|<([0-9A-F]+)> Tj/gi)]
    .map(([, text, hex]) => text ?? Buffer.from(hex!, 'hex').toString('latin1'))
    .join('\n');
};

const decoded = (stream: unknown): string =>
  stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : '';

const textOfPage = (page: PDFPage): string => {
  const { context } = page.doc;
  const fonts = page.node.Resources()!.lookup(PDFName.of('Font'), PDFDict);
  const letters = new Map(
    fonts.keys().map((key) => {
      const cmap = decoded(context.lookup(fonts.lookup(key, PDFDict).get(PDFName.of('ToUnicode'))));
      const pairs = [...cmap.matchAll(/<([0-9A-F]{4})>\s*<([0-9A-F]+)>/gi)];
      return [key.asString(), new Map(pairs.map(([, glyph, code]) => [glyph!.toUpperCase(), utf16(code!)]))] as const;
    }),
  );
  const contents = page.node.normalizedEntries().Contents!.asArray();
  const drawn = contents.map((one) => decoded(context.lookup(one))).join('\n');
  const lines = new Map<string, string>();
  for (const [, font, , y, hex] of drawn.matchAll(
    /(\/\S+) [\d.]+ Tf[\s\S]*?1 0 0 1 ([\d.]+) ([\d.]+) Tm\s+<([0-9A-F]*)> Tj/gi,
  )) {
    const text = (hex!.match(/.{4}/g) ?? [])
      .map((glyph) => letters.get(font!)?.get(glyph.toUpperCase()) ?? '')
      .join('');
    lines.set(y!, `${lines.get(y!) ?? ''}${text}`);
  }
  return [...lines.values()]
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
};

const utf16 = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
