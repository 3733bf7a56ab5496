import { epochMilliseconds, type Instant } from '#ground/time.ts';

const BLOCK = 512;

/** A tar of a few small-named files (ustar), for whatever unpacks one. Pure. */
export const tarOf = (files: Readonly<Record<string, Buffer>>, at: Instant): Buffer => {
  const seconds = Math.floor(epochMilliseconds(at) / 1000);
  const parts = Object.entries(files).flatMap(([name, bytes]) => [
    header(name, bytes.length, seconds),
    bytes,
    Buffer.alloc(-bytes.length & (BLOCK - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
};

const header = (name: string, size: number, seconds: number): Buffer => {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(seconds, 11), 100);
  // The sum is taken with blanks in its own place.
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${octal(sum, 6)} `, 148);
  return block;
};
