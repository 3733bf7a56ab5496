import { canonical } from '#ground/json.ts';
import type { Content } from './content.ts';

/** SHA-256 of the canonical form, hexadecimal: the same for the same content, however it was written down (WF-161). */
export const checksum = (content: Content): string => sha256(canonical(content));

/** FIPS 180-4. Written out because rules are pure and run in the browser, whose own is asynchronous. */
export const sha256 = (text: string): string => {
  const hash = [...START];
  const block = new Uint32Array(64);
  const data = padded(new TextEncoder().encode(text));
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 16; i += 1) block[i] = data.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) block[i] = spread(block[i - 16]!, block[i - 15]!, block[i - 7]!, block[i - 2]!);
    mix(hash, block);
  }
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
};

const firstPrimes = (count: number): number[] => {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  return primes;
};
/** The first 32 bits of the fraction of a root. */
const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32) | 0;
const START = firstPrimes(8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = firstPrimes(64).map((prime) => fraction(Math.cbrt(prime)));

const padded = (bytes: Uint8Array): DataView => {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(whole.length - 4, bytes.length << 3);
  return view;
};

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));
const spread = (a: number, b: number, c: number, d: number): number =>
  a + (turn(b, 7) ^ turn(b, 18) ^ (b >>> 3)) + c + (turn(d, 17) ^ turn(d, 19) ^ (d >>> 10));

const mix = (hash: number[], block: Uint32Array): void => {
  let [a, b, c, d, e, f, g, h] = hash as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i += 1) {
    const t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i]! + block[i]!;
    const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] = (hash[i]! + word) | 0;
  });
};
