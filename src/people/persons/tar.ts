/** One file of an archive. */
export interface ArchiveFile {
  name: string;
  content: string | Uint8Array;
}

const BLOCK = 512;

/** The plainest form of a tar archive (ustar): names up to 100 bytes, whole files in memory. */
export const tarOf = (files: readonly ArchiveFile[], modifiedAt: number): Uint8Array => {
  const blocks = files.flatMap(({ name, content }) => {
    const bytes = Buffer.from(content);
    return [header(name, bytes.length, modifiedAt), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
};

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

const header = (name: string, size: number, modifiedAt: number): Buffer => {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => block.write(text, at, 'utf8');
  put(name.slice(0, 100), 0);
  put(octal(0o600, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(Math.floor(modifiedAt / 1000), 12), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\0', 257);
  put('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};
