import { expect, test } from 'vitest';
import { sniffer } from './content.ts';
import type { Content } from './types.ts';

/** The same answer however the bytes are cut into chunks. */
const sniffed = (bytes: Buffer): Content => {
  const answers = [1, 7, 1000, 100_000].map((size) => {
    const one = sniffer();
    for (let i = 0; i < bytes.length; i += size) one.feed(bytes.subarray(i, i + size));
    return one.end();
  });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  return answers[0]!;
};

const hex = (text: string, rest = 100): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(rest)]);
const at = (offset: number, text: string, size = offset + text.length + 10): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.write(text, offset, 'latin1');
  return bytes;
};
const zip = (...names: string[]): Buffer =>
  Buffer.concat(
    names.flatMap((name) => [
      hex('504b030414000000', 18),
      hex(`${Buffer.from([name.length]).toString('hex')}00`, 2),
      Buffer.from(name),
      Buffer.alloc(3000, 1),
    ]),
  );
const ole = (...names: string[]): Buffer =>
  Buffer.concat([
    hex('d0cf11e0a1b11ae1', 3000),
    ...names.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(40)])),
  ]);

test.each<[string, Buffer, string]>([
  ['PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\n'), 'application/pdf'],
  ['PDF after some noise', Buffer.from(`\n\n\x01%PDF-1.4`), 'application/pdf'],
  ['PNG', hex('89504e470d0a1a0a'), 'image/png'],
  ['JPEG', hex('ffd8ffe0'), 'image/jpeg'],
  ['GIF', hex('474946383961'), 'image/gif'],
  ['WebP', Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 '), Buffer.alloc(20)]), 'image/webp'],
  ['TIFF', hex('49492a00'), 'image/tiff'],
  ['HEIC', Buffer.concat([hex('00000018', 0), Buffer.from('ftypheic'), Buffer.alloc(20)]), 'image/heic'],
  [
    'Word',
    zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'Excel',
    zip('[Content_Types].xml', 'xl/workbook.xml'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    'OpenDocument',
    Buffer.concat([
      hex('504b0304', 26),
      Buffer.from('mimetypeapplication/vnd.oasis.opendocument.text'),
      Buffer.from('PK'),
    ]),
    'application/vnd.oasis.opendocument.text',
  ],
  ['zip', zip('a.txt'), 'application/zip'],
  ['old Word', ole('Root Entry', 'WordDocument'), 'application/msword'],
  ['old Excel', ole('Root Entry', 'Workbook'), 'application/vnd.ms-excel'],
  ['Outlook', ole('__substg1.0_0037001F'), 'application/vnd.ms-outlook'],
  ['RTF', Buffer.from('{\\rtf1\\ansi'), 'application/rtf'],
  ['text', Buffer.from('date;amount\r\n1.7.2026;12,50\r\n'), 'text/plain'],
  ['text in an older code', Buffer.from('M\xfcller;Stra\xdfe\n', 'latin1'), 'text/plain'],
  ['text in UTF-16', Buffer.from('\ufeffname\tamount\n', 'utf16le'), 'text/plain'],
  ['text that begins like a program', Buffer.from('MZ is a company in Perth'), 'text/plain'],
  ['a page', Buffer.from('\ufeff  <!DOCTYPE html><script>alert(1)</script>'), 'text/html'],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()">'), 'text/xml'],
  ['nothing known', hex('0102030405'), 'application/octet-stream'],
])('PL-111 %s is known by its content', (_name, bytes, type) => {
  expect(sniffed(bytes)).toEqual({ type, danger: null });
});

test.each<[string, Buffer, Content['danger']]>([
  ['a Windows program', hex('4d5a9000'), 'program'],
  ['a Linux program', hex('7f454c46'), 'program'],
  ['a macOS program', hex('cffaedfe'), 'program'],
  ['a Java class', hex('cafebabe'), 'program'],
  ['a script', Buffer.from('#!/bin/sh\nrm -rf /\n'), 'program'],
  ['a shortcut', hex('4c00000001140200'), 'program'],
  ['an ISO image', at(32_769, 'CD001'), 'disk image'],
  ['a macOS image', Buffer.concat([Buffer.alloc(5000, 7), at(0, 'koly', 512)]), 'disk image'],
  ['a virtual disk', at(0, 'conectix', 600), 'disk image'],
  [
    'Word with macros, whatever its ending',
    zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'),
    'macros',
  ],
  ['old Excel with macros', ole('Workbook', '_VBA_PROJECT_CUR'), 'macros'],
])('PL-111 PL-S17 %s is found out', (_name, bytes, danger) => {
  expect(sniffed(bytes).danger).toBe(danger);
});
