import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { isStill } from './pdf.ts';

const pdf = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts.map((part) => Buffer.from(part)), Buffer.from('\n%%EOF')]);
const packed = (objects: string, dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode'): Buffer => {
  const bytes = deflateSync(objects);
  return Buffer.concat([
    Buffer.from(`5 0 obj << ${dictionary} /Length ${bytes.length} >> stream\n`),
    bytes,
    Buffer.from('\nendstream endobj'),
  ]);
};
const CATALOG = '1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >> endobj';

test('PL-113 a PDF that runs nothing may be drawn, whether its objects are packed or not', async () => {
  expect(await isStill(pdf(CATALOG))).toBe(true);
  expect(await isStill(pdf(CATALOG, packed('1 0 << /Type /Page >>')))).toBe(true);
  expect(await isStill(pdf('<< /Subtype /Image /Filter /DCTDecode >> stream\n\xff\xd8\xff\nendstream'))).toBe(true);
});

test.each([
  ['a script', pdf('<< /S /JavaScript /JS (app.alert(1)) >>')],
  ['a script in another spelling', pdf('<< /S /Java#53cript /JS (app.alert(1)) >>')],
  ['a script in packed objects', pdf(CATALOG, packed('1 0 << /S /JavaScript >>'))],
  ['a program to launch', pdf('<< /S /Launch /F (cmd.exe) >>')],
  ['a form that sends itself', pdf('<< /S /SubmitForm /F (https://away.example) >>')],
  ['a form of its own making', pdf('<< /XFA 9 0 R >>')],
  ['objects packed twice', pdf(packed('x', '/Type /ObjStm /First 4 /Filter [/FlateDecode /FlateDecode]'))],
  ['objects packed otherwise', pdf('<< /Type /ObjStm /Filter /LZWDecode >> stream\nabc\nendstream')],
  ['objects that are locked', pdf('<< /Encrypt 9 0 R >>', packed('1 0 << >>'))],
  ['what is no PDF', Buffer.from('<html>')],
])('PL-113 PL-S17 %s is not drawn', async (_, bytes) => {
  expect(await isStill(bytes)).toBe(false);
});

test('PL-112 what would unpack beyond every measure is not drawn', async () => {
  expect(await isStill(pdf(packed(' '.repeat(110 * 1_048_576))))).toBe(false);
});
