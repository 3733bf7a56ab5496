import { crc32, deflateSync } from 'node:zlib';

/** For tests: a PNG of this size with a slanting line on a clear ground, as signatures have; with `more` chunks after its head. */
export const testPng = (
  width: number,
  height: number,
  more: readonly [name: string, content: Buffer][] = [],
): Buffer => {
  const row = (y: number): Buffer => {
    const line = Buffer.alloc(1 + width * 4);
    const at = Math.round((y / height) * (width - 8));
    for (let x = at; x < at + 8; x++) line.set([20, 20, 60, 255], 1 + x * 4);
    return line;
  };
  const pixels = Buffer.concat(Array.from({ length: height }, (_, y) => row(y)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const chunks: [string, Buffer][] = [
    ['IHDR', head],
    ...more,
    ['IDAT', deflateSync(pixels)],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...chunks.map(([name, content]) => chunk(name, content)),
  ]);
};

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(content.length + 12);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), content.length + 8);
  return framed;
};

/** For tests: the head of a JPEG of this size, with `notes` before its frame, and no picture worth seeing. */
export const testJpeg = (
  width: number,
  height: number,
  {
    notes = [],
    colours = 3,
  }: { notes?: readonly (readonly [marker: number, content: Buffer])[]; colours?: number } = {},
): Buffer => {
  const frame = Buffer.alloc(6 + colours * 3);
  frame[0] = 8;
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  frame[5] = colours;
  const segments = [...notes, [0xc0, frame] as const, [0xda, Buffer.from([1, 1, 0, 0, 63, 0])] as const];
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    ...segments.map(([marker, content]) => {
      const length = content.length + 2;
      return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), content]);
    }),
    Buffer.from('00ffd9', 'hex'),
  ]);
};

/** What a camera notes: how the picture is to be turned before it is shown. */
export const exif = (turn: number): Buffer => {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(turn, 18);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('Sample place')]);
};
