import { UNKNOWN } from './model.ts';
import type { Content } from './types.ts';

const HEAD = 65_536;
const TAIL = 65_536;
const OVERLAP = 64;

/** Looked for in the whole file, since a directory may stand anywhere in it. */
const NEEDLES = {
  vba: Buffer.from('vbaProject.bin'),
  ole_vba: Buffer.from('_VBA_PROJECT', 'utf16le'),
  word: Buffer.from('WordDocument', 'utf16le'),
  excel: Buffer.from('Workbook', 'utf16le'),
  powerpoint: Buffer.from('PowerPoint Document', 'utf16le'),
  outlook: Buffer.from('__substg1.0_', 'utf16le'),
  docx: Buffer.from('word/document.xml'),
  xlsx: Buffer.from('xl/workbook.'),
  pptx: Buffer.from('ppt/presentation.xml'),
} as const;
type Needle = keyof typeof NEEDLES;

/** Reads along while a file streams past, and says at its end what it is (PL-111). */
export interface Sniffer {
  feed(chunk: Buffer): void;
  end(): Content;
}

export const sniffer = (): Sniffer => {
  const found = new Set<Needle>();
  let head: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let [controls, size] = [false, 0];
  return {
    feed: (chunk) => {
      const joined = Buffer.concat([tail.subarray(-OVERLAP), chunk]);
      for (const name of Object.keys(NEEDLES) as Needle[])
        if (!found.has(name) && joined.includes(NEEDLES[name])) found.add(name);
      if (head.length < HEAD) head = Buffer.concat([head, chunk]).subarray(0, HEAD);
      tail = chunk.length >= TAIL ? chunk.subarray(-TAIL) : Buffer.concat([tail, chunk]).subarray(-TAIL);
      controls ||= chunk.some(isControl);
      size += chunk.length;
    },
    end: () => contentOf({ head, tail, size, found, text: !controls || isUtf16(head) }),
  };
};

const isControl = (byte: number): boolean =>
  byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27;

const isUtf16 = (head: Buffer): boolean => begins(head, 0, 'fffe') || begins(head, 0, 'feff');

interface Seen {
  head: Buffer;
  tail: Buffer;
  size: number;
  found: ReadonlySet<Needle>;
  /** No control characters in it: two letters at its beginning say nothing then. */
  text: boolean;
}

const begins = (bytes: Buffer, at: number, hex: string): boolean =>
  bytes.length >= at + hex.length / 2 && bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;

const ascii = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.subarray(at, at + text.length).toString('latin1') === text;

const safe = (type: string): Content => ({ type, danger: null });
const danger = (kind: Content['danger']): Content => ({ type: UNKNOWN, danger: kind });

const contentOf = (seen: Seen): Content =>
  program(seen) ?? diskImage(seen) ?? office(seen) ?? plainMagic(seen) ?? text(seen) ?? safe(UNKNOWN);

/** MZ, ELF, Mach-O and Java, WebAssembly, Dalvik, Windows shortcuts, and texts that name the program that runs them. */
const PROGRAM_MAGIC = [
  '7f454c46',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe',
  '0061736d',
  '6465780a',
  '4c00000001140200',
  '2321',
  'efbbbf2321',
];
const program = ({ head, text }: Seen): Content | null =>
  PROGRAM_MAGIC.some((hex) => begins(head, 0, hex)) || (begins(head, 0, '4d5a') && !text) ? danger('program') : null;

const diskImage = ({ head, tail, size }: Seen): Content | null => {
  const trailer = tail.subarray(Math.max(0, tail.length - 512));
  const image =
    ascii(head, 32_769, 'CD001') ||
    ['conectix', 'KDMV', 'vhdxfile', 'QFI\xfb'].some((magic) => ascii(head, 0, magic)) ||
    (size >= 512 && ['koly', 'conectix'].some((magic) => ascii(trailer, 0, magic)));
  return image ? danger('disk image') : null;
};

const office = ({ head, found }: Seen): Content | null => {
  const zip = begins(head, 0, '504b0304') || begins(head, 0, '504b0506');
  const ole = begins(head, 0, 'd0cf11e0a1b11ae1');
  if ((zip && found.has('vba')) || (ole && found.has('ole_vba'))) return danger('macros');
  if (zip) return safe(zipType(head, found));
  if (!ole) return null;
  const type: [Needle, string][] = [
    ['outlook', 'application/vnd.ms-outlook'],
    ['word', 'application/msword'],
    ['powerpoint', 'application/vnd.ms-powerpoint'],
    ['excel', 'application/vnd.ms-excel'],
  ];
  return safe(type.find(([needle]) => found.has(needle))?.[1] ?? UNKNOWN);
};

const zipType = (head: Buffer, found: ReadonlySet<Needle>): string => {
  const odf = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/.exec(
    head.subarray(30, 130).toString('latin1'),
  );
  if (odf) return odf[1]!;
  const kind = 'application/vnd.openxmlformats-officedocument';
  if (found.has('docx')) return `${kind}.wordprocessingml.document`;
  if (found.has('xlsx')) return `${kind}.spreadsheetml.sheet`;
  return found.has('pptx') ? `${kind}.presentationml.presentation` : 'application/zip';
};

const MAGIC: [hex: string, type: string][] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['474946383761', 'image/gif'],
  ['474946383961', 'image/gif'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
  ['7b5c727466', 'application/rtf'],
  ['1f8b08', 'application/gzip'],
  ['377abcaf271c', 'application/x-7z-compressed'],
  ['526172211a07', 'application/vnd.rar'],
  ['494433', 'audio/mpeg'],
  ['fffb90', 'audio/mpeg'],
];

const plainMagic = ({ head, text }: Seen): Content | null => {
  if (head.subarray(0, 1024).includes('%PDF-')) return safe('application/pdf');
  const type = MAGIC.find(([hex]) => begins(head, 0, hex))?.[1] ?? (text ? null : boxed(head));
  return type ? safe(type) : null;
};

/** Formats whose name stands a few bytes in. */
const boxed = (head: Buffer): string | null => {
  if (ascii(head, 0, 'RIFF'))
    return ascii(head, 8, 'WEBP') ? 'image/webp' : ascii(head, 8, 'WAVE') ? 'audio/wav' : null;
  if (ascii(head, 257, 'ustar')) return 'application/x-tar';
  if (ascii(head, 0, 'BM') && head.length > 14 && begins(head, 6, '00000000')) return 'image/bmp';
  if (!ascii(head, 4, 'ftyp')) return null;
  const brand = head.subarray(8, 12).toString('latin1');
  if (/^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand)) return 'image/heic';
  if (brand === 'qt  ') return 'video/quicktime';
  return brand.startsWith('M4A') ? 'audio/mp4' : 'video/mp4';
};

/** No control characters: a text, in UTF-8 or an older code; whether it is markup stands at its beginning. */
const text = ({ head, text: isText, size }: Seen): Content | null => {
  if (!isText || !size) return null;
  const start = head
    .subarray(0, 2048)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return safe('text/html');
  return safe(start.startsWith('<?xml') || start.startsWith('<svg') ? 'text/xml' : 'text/plain');
};
