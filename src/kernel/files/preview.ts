import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { FileRow } from './model.ts';

/** How a file is drawn in the page: as a picture, in the browser's own reader, or as bare text (PL-113). */
export type Drawing = 'image' | 'pdf' | 'text';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];
const TEXTS = ['application/json', 'application/xml', 'image/svg+xml', 'message/rfc822', 'application/x-ofx'];
const LARGEST = 50 * 1_048_576;

/** Null for what is only downloaded. SVG and HTML are text, so nothing in them is ever drawn or run. */
export const drawingOf = ({ type, bytes }: Pick<FileRow, 'type' | 'bytes'>): Drawing | null => {
  if (type.startsWith('text/') || TEXTS.includes(type)) return 'text';
  if (bytes > LARGEST) return null;
  if (type === 'application/pdf') return 'pdf';
  return IMAGES.includes(type) ? 'image' : null;
};

export const noPreview = (name: string): Refusal =>
  refused('no_preview', `There is no preview of «${name}». Download it to look at it.`);

export const activePdf = (name: string): Refusal =>
  refused(
    'active_content',
    `«${name}» holds scripts, forms or actions, or cannot be looked through, so it is not opened here. Download it if you trust it.`,
  );

/** How much of a text is shown. */
export const TEXT_SHOWN = 200_000;

/** Bytes as text: by their mark, else as UTF-8, else as Windows-1252. */
export const textOf = (bytes: Uint8Array): string => {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (marked) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};
