import { inflateRawSync } from 'node:zlib';

/** What a zip holds, or why it is not opened. */
export type Unpacked = { entries: Map<string, Buffer> } | { no: 'damaged' | 'encrypted' | 'too_many' | 'too_large' };

const MOST_ENTRIES = 2_000;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

interface Entry {
  name: string;
  at: number;
  method: number;
  packed: number;
  size: number;
}

/**
 * The files of a zip by their names. What its directory declares is summed before anything is unpacked, and nothing is unpacked
 * beyond what it declared, so that a small file cannot fill the memory (IN-116).
 */
export const unpacked = (zip: Buffer, most: number): Unpacked => {
  const listed = directoryOf(zip);
  if ('no' in listed) return listed;
  if (listed.entries.reduce((sum, { size }) => sum + size, 0) > most) return { no: 'too_large' };
  const entries = new Map<string, Buffer>();
  for (const entry of listed.entries) {
    if (entry.name.endsWith('/')) continue;
    const content = contentOf(zip, entry);
    if (!content || entries.has(entry.name)) return { no: 'damaged' };
    entries.set(entry.name, content);
  }
  return { entries };
};

const directoryOf = (zip: Buffer): { entries: Entry[] } | { no: 'damaged' | 'encrypted' | 'too_many' } => {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END) return { no: 'damaged' };
  const count = zip.readUInt16LE(end + 10);
  // 65,535 entries, or a directory beyond 4 GB, would stand in another place, where no letter has them
  if (count > MOST_ENTRIES) return { no: 'too_many' };
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) return { no: 'damaged' };
    if (zip.readUInt16LE(at + 8) & 1) return { no: 'encrypted' };
    const name = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.subarray(at + 46, at + 46 + name).toString('utf8'),
      at: zip.readUInt32LE(at + 42),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
    });
    at += 46 + name + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return { entries };
};

const contentOf = (zip: Buffer, { at, method, packed, size }: Entry): Buffer | null => {
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== LOCAL) return null;
  const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (from + packed > zip.length) return null;
  const bytes = zip.subarray(from, from + packed);
  if (method === 0) return packed === size ? bytes : null;
  if (method !== 8) return null;
  try {
    const content = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
    return content.length === size ? content : null;
  } catch {
    return null;
  }
};
