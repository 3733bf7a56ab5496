/** Letters of mails whose charset is unknown or wrong (IN-82). Pure. */

/** A line that says what a part is, with the lines it goes on in; what stands in a text says nothing. */
const LINE = /^content-type\s*:.*(?:\r?\n[ \t]+.*)*/gim;
const LABEL = /(charset\s*=\s*)("?)([^\s";]+)\2/gi;
/** What is tried in place of what a mail says, in this order. */
export const INSTEAD = ['utf-8', 'windows-1252'] as const;

const latin1 = (raw: Uint8Array): string => Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1');

/** Whether it names a charset that nobody knows; UTF-7 is none, since it hides what would act. */
export const namesUnknown = (raw: Uint8Array): boolean =>
  (latin1(raw).match(LINE) ?? []).some((line) => [...line.matchAll(LABEL)].some(([, , , label]) => !isKnown(label!)));

const isKnown = (label: string): boolean => {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
};

/** The same mail as if its texts were in another charset. */
export const relabelled = (raw: Uint8Array, label: string): Uint8Array =>
  Buffer.from(
    latin1(raw).replace(LINE, (line) => line.replace(LABEL, `$1$2${label}$2`)),
    'latin1',
  );

/** Letters that could not be read. */
export const isUncertain = (...texts: (string | null | undefined)[]): boolean =>
  texts.some((text) => text?.includes('\ufffd'));
