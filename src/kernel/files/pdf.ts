import { promisify } from 'node:util';
import { constants, inflate } from 'node:zlib';

const unpack = promisify(inflate);
/** Nothing is unpacked beyond this (PL-112). */
const MOST_UNPACKED = 100 * 1_048_576;
/** How far before a stream its dictionary is looked for. */
const DICTIONARY = 4_096;

/** What a reader of PDF would run, send or open by itself. */
const ACTIVE = /\/(JavaScript|XFA|Launch|SubmitForm|ImportData|RichMedia|Rendition|GoToE)(?![A-Za-z0-9])/;
/** Objects packed in a way that is not undone here. */
const OPAQUE =
  /\/(Encrypt|Crypt|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode)(?![A-Za-z0-9])|\/FlateDecode\s*\/FlateDecode|\/ObjStm[^>]{0,300}\/Predictor|\/Predictor[^>]{0,300}\/ObjStm/;

/**
 * Does a PDF hold nothing that a reader would run (PL-113)? Objects may stand in packed streams, so these are unpacked; where
 * that cannot be done the answer is no, as it is for what only looks like a PDF. Behind this stands the browser's own reader,
 * which shuts scripts in; this keeps them from it.
 */
export const isStill = async (bytes: Buffer): Promise<boolean> => {
  const raw = bytes.toString('latin1');
  const text = plainNames(raw);
  if (!raw.startsWith('%PDF-') || ACTIVE.test(text)) return false;
  if (text.includes('/ObjStm') && OPAQUE.test(text)) return false;
  let left = MOST_UNPACKED;
  for (const from of packedStreams(raw)) {
    const unpacked = await unpackedAt(bytes.subarray(from), left);
    if (unpacked === 'too much' || ACTIVE.test(plainNames(unpacked))) return false;
    left -= unpacked.length;
  }
  return true;
};

/** `/Java#53cript` is a way to write `/JavaScript`. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Where the bytes of streams begin, but for pictures: they hold no objects. */
function* packedStreams(raw: string): Generator<number> {
  for (const found of raw.matchAll(/stream\r?\n/g)) {
    if (raw.endsWith('end', found.index)) continue;
    const before = plainNames(raw.slice(Math.max(0, found.index - DICTIONARY), found.index));
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
    const picture = /\/Subtype\s*\/Image/.test(dictionary) && !/\/(ObjStm|First)(?![A-Za-z0-9])/.test(before);
    if (!picture) yield found.index + found[0].length;
  }
}

/** What follows the packed bytes is left alone; a stream that is not packed like this is nothing here. */
const unpackedAt = async (packed: Buffer, most: number): Promise<string | 'too much'> => {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, most) };
  return unpack(packed, options).then(
    (objects) => objects.toString('latin1'),
    (error: NodeJS.ErrnoException) => (error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too much' : ''),
  );
};
