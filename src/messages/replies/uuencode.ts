/** A file in the old code of Unix mail: its lines between «begin» and «end», three bytes in four letters. Pure. */

const BEGIN = /^\s*begin [0-7]{3,4} [^\r\n]+\r?\n/;

/** The file; null when it is none, so that what only looks like one stays as it is. */
export const uudecoded = (bytes: Uint8Array): Uint8Array | null => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const begin = BEGIN.exec(text);
  if (!begin) return null;
  const out: number[] = [];
  for (const line of text.slice(begin[0].length).split(/\r?\n/)) {
    if (line === 'end') return Uint8Array.from(out);
    const length = valueAt(line, 0);
    const whole: number[] = [];
    for (let i = 1; i < line.length; i += 4) {
      const [a, b, c, d] = [valueAt(line, i), valueAt(line, i + 1), valueAt(line, i + 2), valueAt(line, i + 3)];
      whole.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
    }
    if (whole.length < length) return null;
    for (const byte of whole.slice(0, length)) out.push(byte);
  }
  return null;
};

const valueAt = (line: string, at: number): number => ((line.charCodeAt(at) || 32) - 32) & 63;
