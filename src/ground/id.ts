/** Ids are UUIDv7, made in code (PL-54): their order is the order of making, also within one millisecond. */
export type Id = string;

let lastMillisecond = 0;
let sequence = 0;
/** Random bytes for the next ids: asking for them one id at a time takes longer than all the rest. */
const pool = new Uint8Array(2048);
let used = pool.length;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const randomByte = (): number => {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 1;
  return pool[used - 1]!;
};

/** So many random bytes, in hexadecimal digits. */
export const randomHex = (bytes: number): string => {
  let text = '';
  for (let i = 0; i < bytes; i += 1) text += HEX[randomByte()]!;
  return text;
};

/** @param now milliseconds since 1970; a clock that goes back keeps the last millisecond, so order never breaks. */
export const newId = (now: number = Date.now()): Id => {
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1;
    sequence = 0;
  }
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const order = sequence.toString(16).padStart(3, '0');
  const variant = HEX[(randomByte() & 0x3f) | 0x80]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${variant}${randomHex(1)}-${randomHex(6)}`;
};

export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
