/** How the bytes of a file are read as text (PE-81). */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Detected {
  encoding: Encoding;
  /** False: only proposed, with a sample to confirm. */
  certain: boolean;
}

/** UTF-8, UTF-16 with a mark, otherwise Windows-1252 is proposed (PE-81). */
export const detectEncoding = (bytes: Uint8Array): Detected => {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', certain: true };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', certain: true };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', certain: true };
  return isUtf8(bytes) ? { encoding: 'utf-8', certain: true } : { encoding: 'windows-1252', certain: false };
};

/** A wrong byte becomes a replacement sign; the mark in front is taken away. */
export const decode = (bytes: Uint8Array, encoding: Encoding): string => new TextDecoder(encoding).decode(bytes);

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
