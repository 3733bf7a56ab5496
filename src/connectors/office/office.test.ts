import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { PDFDocument } from 'pdf-lib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { NotConverted } from '#inbox/letters/port.ts';
import { plainTextOfPdf, testDocx } from '#inbox/letters/testing.ts';
import { findOffice, NO_OFFICE } from '../../../bin/office.mjs';
import { officeConverter } from './office.ts';
import { officeStandIn } from './testing-office.ts';

const office = officeStandIn();
afterEach(() => office.does(''));
afterAll(office.end);
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tickmark-letter-'));

test('IN-117 the configured program makes the PDF of the Word file, and leaves nothing behind', async () => {
  const docx = testDocx(['Dear Bay']);
  const pdf = await officeConverter(office.program).toPdf(docx);
  expect(await plainTextOfPdf(pdf)).toBe(`Converted from ${docx.length} bytes`);
  expect(left()).toEqual([]);
});

test('IN-117 PL-10 one that is not there, gives up, hangs or makes nothing is told in a sentence, and the next letter is made', async () => {
  const because = async (program: string, ms?: number): Promise<string> => {
    const error = await officeConverter(program, ms)
      .toPdf(testDocx(['x']))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NotConverted);
    return (error as Error).message;
  };
  expect(await because('/nowhere/soffice')).toMatch(/could not be started/);
  office.does('exit');
  expect(await because(office.program)).toBe('The converter gave up: User installation could not be completed.');
  office.does('nothing');
  expect(await because(office.program)).toBe('The converter made no PDF.');
  office.does('hangs');
  expect(await because(office.program, 1_500)).toBe('The converter was not ready after 1.5 seconds.');
  office.does('');
  expect((await officeConverter(office.program).toPdf(testDocx(['x']))).length).toBeGreaterThan(100);
  expect(left()).toEqual([]);
});

test('IN-117 letters wait for each other, and one that fails holds up none', async () => {
  const converter = officeConverter(office.program);
  office.does('exit');
  const failing = converter.toPdf(testDocx(['x'])).catch(() => 'failed');
  const next = failing.then(() => office.does('')).then(() => converter.toPdf(testDocx(['y'])));
  expect(await failing).toBe('failed');
  expect((await next).length).toBeGreaterThan(100);
});

if (!findOffice()) console.warn(NO_OFFICE);

describe.skipIf(!findOffice())('LibreOffice itself', () => {
  test('IN-117 makes a page of a letter in two scripts', async () => {
    const pdf = await officeConverter(findOffice()!).toPdf(testDocx(['Dear Bay', 'Жизнь']));
    expect((await PDFDocument.load(pdf)).getPageCount()).toBe(1);
    expect(pdf.length).toBeGreaterThan(2_000);
  }, 90_000);
});
