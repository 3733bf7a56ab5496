import { PDFDocument } from 'pdf-lib';
import PizZip from 'pizzip';
import { expect, test } from 'vitest';
import { PERSON_GROUPS } from '#messages/fields/groups.ts';
import { blocksOf } from './blocks.ts';
import { valuesFor, withOwn, wrongFields } from './fields.ts';
import { fieldsOf, filled, packed } from './filling.ts';
import { pieces, withoutGlyph } from './glyphs.ts';
import { opened, type Parts } from './opening.ts';
import { onPaper } from './paper.ts';
import { testDocx, textOfDocx } from './testing.ts';
import { unpacked } from './zip.ts';

const open = (docx: Buffer): Parts => {
  const parts = opened(docx);
  if ('code' in parts) throw new Error(parts.because);
  return parts;
};
const refusal = (docx: Buffer): string => {
  const parts = opened(docx);
  return 'code' in parts ? parts.code : 'none';
};
const text = (parts: Parts, name = 'word/document.xml'): string => parts.get(name)!.toString('utf8');

test('IN-116 fields are found where Word keeps them in pieces, and each is known or named', () => {
  const pieced =
    '<w:p><w:r><w:t>Dear {{cli</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ent.name</w:t></w:r><w:r><w:t>}}, on {{ today | date: “short” }}</w:t></w:r></w:p>';
  const found = fieldsOf(open(testDocx([pieced, '{{letter.body}}', '{{approver.signature}}', '{{client.name}}'])));
  expect(found).toEqual({ fields: ['client.name', 'today | date: "short"', 'letter.body', 'approver.signature'] });
  expect(wrongFields((found as { fields: string[] }).fields, PERSON_GROUPS)).toEqual([]);
  expect(wrongFields(['client.nmae', 'client.name'], PERSON_GROUPS)).toEqual([
    expect.stringContaining('«client.nmae». Did you mean «client.name»?'),
  ]);
  expect(wrongFields(['prospect.name', '#each', '@raw', '>part'], PERSON_GROUPS)).toHaveLength(4);
});

test('IN-116 braces that do not close refuse the template', () => {
  expect(fieldsOf(open(testDocx(['Dear {{client.name'])))).toMatchObject({ code: 'unreadable_field' });
});

test('IN-116 a letter is filled with values as text, keeps its lines, and shows what is missing as a gap', () => {
  const parts = open(
    testDocx(['Dear {{client.name}},', '{{letter.body}}', '{{client.mobile}}', '{{approver.signature}}']),
  );
  const { fields } = fieldsOf(parts) as { fields: string[] };
  const used = valuesFor(fields, {
    values: { groups: { client: { name: 'Bay & <Sons>', mobile: ' ' } } },
    locale: 'en-GB',
    today: '2026-11-27',
    groups: PERSON_GROUPS,
  });
  expect(used).toEqual({ 'client.name': 'Bay & <Sons>', 'client.mobile': '' });
  const docx = packed(filled(parts, withOwn(used, { fields, body: 'One\nTwo', signature: 'Owen Test' })));
  expect(textOfDocx(docx).split('\n')).toEqual([
    'Dear Bay &amp; &lt;Sons&gt;,',
    'One',
    'Two',
    '[client.mobile]',
    'Owen Test',
  ]);
});

test('IN-116 values that look like fields or markup stay text', () => {
  const parts = open(testDocx(['{{client.name}}']));
  const made = filled(parts, new Map([['client.name', '{{client.email}}</w:t><w:p/>']]));
  expect(text(made)).toContain('{{client.email}}&lt;/w:t&gt;&lt;w:p/&gt;');
});

test('IN-116 macros, embedded programs, passwords and other files are refused', () => {
  expect(refusal(testDocx(['x'], { 'word/vbaProject.bin': 'code' }))).toBe('macros');
  expect(refusal(testDocx(['x'], { 'word/embeddings/oleObject1.bin': 'code' }))).toBe('macros');
  expect(refusal(testDocx(['x'], { 'word/activeX/activeX1.xml': '<a/>' }))).toBe('macros');
  expect(refusal(testDocx(['x'], { 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }))).toBe('no_docx');
  expect(refusal(Buffer.from('%PDF-1.7'))).toBe('no_docx');
  expect(refusal(Buffer.alloc(10 * 1_048_576 + 1))).toBe('too_large');
  const whole = testDocx(['x']);
  const encrypted = Buffer.from(whole);
  encrypted[encrypted.indexOf(Buffer.from('504b0102', 'hex')) + 8]! |= 1;
  expect(refusal(encrypted)).toBe('encrypted');
});

test('IN-116 what would be more than 100 MB is refused before it is unpacked, and a lie about it while it is', () => {
  const declares = (size: number, docx = testDocx(['x'], { 'word/media/image1.png': Buffer.alloc(2_000_000) })) => {
    docx.writeUInt32LE(size, docx.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24);
    return docx;
  };
  expect(refusal(declares(2_000_000))).toBe('none');
  expect(refusal(declares(101 * 1_048_576))).toBe('too_large');
  expect(unpacked(declares(10), 100 * 1_048_576)).toEqual({ no: 'damaged' });
});

test('IN-116 outside links are gone: pictures, templates, links of the text, and fields that fetch', () => {
  const outside = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}" TargetMode="External"/>`;
  const rels = (inside: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  const field = (order: string, shown: string) =>
    `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${order}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>${shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;
  const parts = open(
    testDocx(
      [
        '<w:p><w:hyperlink r:id="rId7"><w:r><w:t>Our page</w:t></w:r></w:hyperlink></w:p>',
        '<w:p><w:r><w:drawing><a:blip r:link="rId8"/></w:drawing></w:r></w:p>',
        field('INCLUDEPICTURE "http://outside.example/a.png"', 'old'),
        field('PAGE', '1'),
        '<w:p><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>',
      ],
      {
        'word/_rels/document.xml.rels': rels(
          outside('rId7', 'hyperlink', 'http://outside.example') +
            outside('rId8', 'image', 'http://outside.example/b.png') +
            '<Relationship Id="rId9" Type="x" Target="styles.xml"/>',
        ),
        'word/settings.xml': '<w:settings><w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/></w:settings>',
        'word/_rels/settings.xml.rels': rels(outside('rId1', 'attachedTemplate', 'http://outside.example/t.dotm')),
      },
    ),
  );
  expect([...parts.values()].some((part) => part.includes('outside.example'))).toBe(false);
  expect(text(parts)).not.toMatch(/rId7|rId8|INCLUDEPICTURE|DDEAUTO/);
  expect(text(parts)).toMatch(/Our page[\s\S]*old[\s\S]*PAGE/);
  expect(text(parts, 'word/settings.xml')).toBe('<w:settings><w:zoom w:percent="100"/></w:settings>');
  expect(text(parts, 'word/_rels/document.xml.rels')).toContain('rId9');
});

test('IN-117 the words of a letter are read from its Word file: styles, tables, lines and pages', () => {
  const parts = open(
    testDocx([
      '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:jc w:val="center"/></w:pPr><w:r><w:t>Accounts</w:t></w:r></w:p>',
      '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Due</w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:tab/><w:t>4,300 &amp; tax</w:t></w:r></w:p>',
      '<w:tbl><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="1000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>Tax</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
      '<w:p><w:r><w:t>before</w:t><w:br w:type="page"/><w:t>after</w:t></w:r></w:p>',
    ]),
  );
  const plain = { bold: false, italic: false };
  expect(blocksOf(parts)).toMatchObject([
    { kind: 'paragraph', heading: 1, align: 'center', runs: [{ text: 'Accounts' }] },
    {
      runs: [
        { text: 'Due', bold: true },
        { text: '\t', ...plain },
        { text: '4,300 & tax', ...plain },
      ],
    },
    { kind: 'row', widths: [0.75, 0.25], cells: [[{ runs: [{ text: 'Tax' }] }], [{ runs: [{ text: '12' }] }]] },
    { runs: [{ text: 'before' }] },
    { kind: 'page_end' },
    { runs: [{ text: 'after' }] },
  ]);
});

test('IN-117 every script that the fonts have is printed by its own; a character without a picture is named', () => {
  expect(withoutGlyph(['Zoë Łódź Ωμέγα Жизнь Việt नमस्ते – “€” \u00a0'])).toEqual([]);
  expect(withoutGlyph(['שלום 漢字 漢'])).toEqual(['ש', 'ל', 'ו', 'ם', '漢', '字']);
  expect(pieces('aЖ', { bold: true, italic: false })).toEqual([
    { script: 'latin', text: 'a' },
    { script: 'cyrillic', text: 'Ж' },
  ]);
});

test('IN-117 the built-in layout turns pages, numbers them, and makes the same bytes of the same letter', async () => {
  const parts = open(testDocx(Array.from({ length: 90 }, (_, n) => `Line ${n} Жизнь नमस्ते`)));
  const sheet = {
    title: 'Accounts',
    head: { name: 'Testing & Co', lines: ['1 Sample Street'] },
    blocks: blocksOf(parts),
    stamp: null,
  };
  const [one, two] = [await onPaper(sheet), await onPaper(sheet)];
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  const read = await PDFDocument.load(one);
  expect([read.getPageCount(), read.getTitle()]).toEqual([3, 'Accounts']);
});

test('IN-116 a file that was opened is a Word file still', () => {
  const zip = new PizZip(packed(open(testDocx(['Dear']))));
  expect(Object.keys(zip.files)).toEqual(
    expect.arrayContaining(['[Content_Types].xml', '_rels/.rels', 'word/document.xml']),
  );
});
