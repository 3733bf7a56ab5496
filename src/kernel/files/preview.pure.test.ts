import { expect, test } from 'vitest';
import { drawingOf, textOf } from './preview.ts';

test('PL-113 PL-S13 pictures and PDF are drawn, SVG and HTML are bare text, the rest is downloaded', () => {
  const drawings = [
    'image/png',
    'application/pdf',
    'image/svg+xml',
    'text/html',
    'text/csv',
    'application/zip',
    'image/heic',
    'application/octet-stream',
  ].map((type) => drawingOf({ type, bytes: 100 }));
  expect(drawings).toEqual(['image', 'pdf', 'text', 'text', 'text', null, null, null]);
  expect(drawingOf({ type: 'application/pdf', bytes: 60 * 1_048_576 })).toBe(null);
});

test('PL-113 a text is read by its mark, as UTF-8, or as Windows wrote it; a cut in the midst of a letter spoils nothing', () => {
  expect(textOf(Buffer.from('Größe'))).toBe('Größe');
  expect(textOf(Buffer.from('ö').subarray(0, 1))).toBe('');
  expect(textOf(Buffer.from('Gr\xf6\xdfe', 'latin1'))).toBe('Größe');
  expect(textOf(Buffer.from('\ufeffGröße', 'utf16le'))).toBe('Größe');
});
