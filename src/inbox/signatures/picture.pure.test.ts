import { expect, test } from 'vitest';
import { bare, inLetter, MOST_BYTES, pictureOf } from './picture.ts';
import { exif, testJpeg, testPng } from './testing.ts';

test('IN-116 PL-111 a signature is a PNG or JPEG by its bytes, with its pixels; whatever else is refused', () => {
  expect(pictureOf(testPng(400, 120))).toEqual({ kind: 'png', width: 400, height: 120 });
  expect(pictureOf(testJpeg(640, 200))).toEqual({ kind: 'jpeg', width: 640, height: 200 });
  for (const text of ['', 'x', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a and so on', '%PDF-1.7'])
    expect(pictureOf(Buffer.from(text))).toMatchObject({ code: 'no_picture' });
});

test('IN-116 a picture that is too large, too small, cut short, turned or in colours of print is refused with what to do', () => {
  const because = (bytes: Buffer) => {
    const found = pictureOf(bytes);
    return 'code' in found ? [found.code, found.because] : found;
  };
  expect(because(Buffer.concat([testPng(400, 120), Buffer.alloc(MOST_BYTES)]))).toEqual([
    'too_large',
    'This picture has 1.0 MB; at most 1 MB. Cut it to the signature and save it smaller.',
  ]);
  expect(because(testPng(4032, 100))).toEqual([
    'too_many_pixels',
    'This picture has 4,032 × 100 pixels; at most 3,000 × 1,500. Cut it to the signature and make it smaller.',
  ]);
  expect(because(testPng(59, 120))).toEqual(['too_few_pixels', expect.stringContaining('59 × 120')]);
  expect(because(testPng(400, 120).subarray(0, -14))).toEqual(['damaged', expect.stringContaining('Save it again')]);
  expect(because(testJpeg(400, 120).subarray(0, -2))).toEqual(['damaged', expect.stringContaining('Save it again')]);
  expect(because(testJpeg(400, 120, { notes: [[0xe1, exif(6)]] }))).toEqual([
    'turned',
    expect.stringContaining('on its side'),
  ]);
  expect(pictureOf(testJpeg(400, 120, { notes: [[0xe1, exif(1)]] }))).toMatchObject({ width: 400 });
  expect(because(testJpeg(400, 120, { colours: 4 }))).toEqual(['print_colours', expect.stringContaining('CMYK')]);
});

test('IN-116 what a camera or program wrote into a picture does not reach clients', () => {
  const png = testPng(400, 120, [['tEXt', Buffer.from('Author\0Sample place')]]);
  expect(bare(png).includes('Sample place')).toBe(false);
  expect(bare(png).equals(testPng(400, 120))).toBe(true);
  const jpeg = testJpeg(400, 120, {
    notes: [
      [0xe0, Buffer.from('JFIF\0')],
      [0xe1, exif(1)],
      [0xfe, Buffer.from('Sample place')],
    ],
  });
  expect(bare(jpeg).equals(testJpeg(400, 120, { notes: [[0xe0, Buffer.from('JFIF\0')]] }))).toBe(true);
});

test('IN-116 in a letter it is within 5 cm × 2 cm, its shape kept, and never blown up', () => {
  expect(inLetter({ width: 1000, height: 200 })).toEqual({ cx: 1_800_000, cy: 360_000 });
  expect(inLetter({ width: 600, height: 600 })).toEqual({ cx: 720_000, cy: 720_000 });
  expect(inLetter({ width: 96, height: 48 })).toEqual({ cx: 914_400, cy: 457_200 });
});
