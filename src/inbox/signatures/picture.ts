import { crc32, inflateSync } from 'node:zlib';

/** PNG and JPEG as far as a letter needs to know them: what they are, how large, and without what else they tell (IN-116). */

export interface Picture {
  kind: 'png' | 'jpeg';
  width: number;
  height: number;
}

export interface PictureFault {
  code: string;
  because: string;
}

export const MOST_BYTES = 1_048_576;
const MOST = { width: 3_000, height: 1_500 };
const LEAST = { width: 60, height: 20 };

const fault = (code: string, because: string): PictureFault => ({ code, because });

export const tooManyBytes = (bytes: number): PictureFault =>
  fault(
    'too_large',
    `This picture has ${(bytes / 1_048_576).toFixed(1)} MB; at most 1 MB. Cut it to the signature and save it smaller.`,
  );

/** What these bytes are. Refuses, each with a sentence: no PNG or JPEG, damaged, too large, too small, turned, colours of print. Pure. */
export const pictureOf = (bytes: Buffer): Picture | PictureFault => {
  if (bytes.length > MOST_BYTES) return tooManyBytes(bytes.length);
  const begins = bytes.length > 8 ? bytes.readUInt16BE(0) : 0;
  const read = bytes.subarray(0, 8).equals(PNG) ? png(bytes) : begins === SOI ? jpeg(bytes) : NO_PICTURE;
  return 'code' in read ? read : (sized(read) ?? read);
};

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const SOI = 0xffd8;
const NO_PICTURE = fault(
  'no_picture',
  'This is no PNG or JPEG picture, whatever its name says. Save your signature as one of these.',
);
const DAMAGED = fault('damaged', 'This picture is damaged. Save it again as PNG, and upload that.');

const sized = ({ width, height }: Picture): PictureFault | null => {
  const has = `${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels`;
  if (width > MOST.width || height > MOST.height)
    return fault(
      'too_many_pixels',
      `This picture has ${has}; at most 3,000 × 1,500. Cut it to the signature and make it smaller.`,
    );
  return width < LEAST.width || height < LEAST.height
    ? fault('too_few_pixels', `This picture has ${has}, too few to print: at least 60 × 20.`)
    : null;
};

interface Piece {
  name: string;
  from: number;
  to: number;
}

/** The chunks of a PNG, the last of them its end; null where one is cut short. */
const chunksOf = (bytes: Buffer): Piece[] | null => {
  const found: Piece[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const to = at + 12 + bytes.readUInt32BE(at);
    if (to > bytes.length) return null;
    found.push({ name: bytes.toString('latin1', at + 4, at + 8), from: at, to });
    if (found.at(-1)!.name === 'IEND') return found;
    at = to;
  }
  return null;
};

/** Samples of a pixel by the kind of colour. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const png = (bytes: Buffer): Picture | PictureFault => {
  const chunks = chunksOf(bytes);
  const [first] = chunks ?? [];
  if (first?.name !== 'IHDR' || first.to - first.from !== 25 || !chunks!.every((one) => isWhole(bytes, one)))
    return DAMAGED;
  const read: Picture = { kind: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  const no = sized(read);
  if (no) return no;
  if (bytes[28]) return fault('interlaced', 'This PNG is interlaced. Save it without that, and upload it again.');
  return hasAllPixels(bytes, chunks!, read) ? read : DAMAGED;
};

const isWhole = (bytes: Buffer, { from, to }: Piece): boolean =>
  crc32(bytes.subarray(from + 4, to - 4)) === bytes.readUInt32BE(to - 4);

/** Unpacked no further than what its head says, since what draws it later would not stop by itself. */
const hasAllPixels = (bytes: Buffer, chunks: readonly Piece[], { width, height }: Picture): boolean => {
  const samples = SAMPLES[bytes[25]!];
  if (!samples) return false;
  const expected = height * (1 + Math.ceil((width * samples * bytes[24]!) / 8));
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ from, to }) => bytes.subarray(from + 8, to - 4));
  try {
    return inflateSync(Buffer.concat(packed), { maxOutputLength: expected }).length === expected;
  } catch {
    return false;
  }
};

/** The segments of a JPEG before its picture begins, and where that is; null where they are cut short. */
const segmentsOf = (bytes: Buffer): { segments: (Piece & { marker: number })[]; rest: number } | null => {
  const segments: (Piece & { marker: number })[] = [];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) return { segments, rest: at };
    const to = at + 2 + bytes.readUInt16BE(at + 2);
    if (to > bytes.length || to < at + 4) return null;
    segments.push({ name: `${marker}`, marker, from: at, to });
    at = to;
  }
  return null;
};

/** Baseline, extended and progressive: what every reader of PDF and Word draws. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const EXIF = 0xe1;

const jpeg = (bytes: Buffer): Picture | PictureFault => {
  const read = segmentsOf(bytes);
  const frame = read?.segments.find(({ marker }) => FRAMES.includes(marker));
  if (!read || !frame || frame.to - frame.from < 11 || bytes.lastIndexOf(Buffer.from('ffd9', 'hex')) < read.rest)
    return DAMAGED;
  if (bytes[frame.from + 9] === 4)
    return fault('print_colours', 'This picture is in the colours of print (CMYK). Save it as PNG, and upload that.');
  if (read.segments.some((one) => one.marker === EXIF && isTurned(bytes.subarray(one.from + 4, one.to))))
    return fault(
      'turned',
      'This picture lies on its side, as phones keep them. Cut it to the signature, save it anew, and upload that.',
    );
  return { kind: 'jpeg', height: bytes.readUInt16BE(frame.from + 5), width: bytes.readUInt16BE(frame.from + 7) };
};

const ORIENTATION = 0x0112;

/** A camera's note that the picture is to be turned before it is shown, which letters would not heed. */
const isTurned = (exif: Buffer): boolean => {
  if (exif.toString('latin1', 0, 6) !== 'Exif\0\0' || exif.length < 14) return false;
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const four = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const table = four(4);
  for (let i = 0; i < two(table); i++) {
    const entry = table + 2 + i * 12;
    if (two(entry) === ORIENTATION) return two(entry + 8) > 1;
  }
  return false;
};

const DRAWN_CHUNKS = ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND'];
/** JFIF and Adobe's note on colours; every other note goes. */
const isNote = (marker: number): boolean =>
  (marker >= 0xe0 && marker <= 0xef && marker !== 0xe0 && marker !== 0xee) || marker === 0xfe;

/** The same picture without what else is written in it: place, device, author, as clients get it. Pure. */
export const bare = (bytes: Buffer): Buffer => {
  if (bytes.subarray(0, 8).equals(PNG)) {
    const kept = (chunksOf(bytes) ?? []).filter(({ name }) => DRAWN_CHUNKS.includes(name));
    return Buffer.concat([PNG, ...kept.map(({ from, to }) => bytes.subarray(from, to))]);
  }
  const read = segmentsOf(bytes);
  if (!read) return bytes;
  const kept = read.segments.filter(({ marker }) => !isNote(marker));
  const parts = kept.map(({ from, to }) => bytes.subarray(from, to));
  return Buffer.concat([bytes.subarray(0, 2), ...parts, bytes.subarray(read.rest)]);
};

const EMU_PER_CM = 360_000;
const BOX = { width: 5 * EMU_PER_CM, height: 2 * EMU_PER_CM };
/** 96 pixels to the inch: a picture is never blown up beyond. */
const EMU_PER_PIXEL = 9_525;

/** How large it stands in a letter, in the units of Word: within 5 cm × 2 cm, its shape kept. Pure. */
export const inLetter = ({ width, height }: Pick<Picture, 'width' | 'height'>): { cx: number; cy: number } => {
  const scale = Math.min(EMU_PER_PIXEL, BOX.width / width, BOX.height / height);
  return { cx: Math.max(1, Math.round(width * scale)), cy: Math.max(1, Math.round(height * scale)) };
};
