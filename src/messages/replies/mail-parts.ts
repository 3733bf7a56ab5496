import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Instant } from '#ground/time.ts';
import { INSTEAD, isUncertain, namesUnknown, relabelled } from './charsets.ts';
import { htmlOf } from './markup.ts';
import { uudecoded } from './uuencode.ts';

/** A file in a mail; `content_id`: how its HTML names it. */
export interface MailFile {
  name: string;
  type: string;
  size: number;
  content_id: string | null;
  bytes: Uint8Array;
}

/** What reading a mail gives, as plain data, so that it can come from another thread. */
export interface Parts {
  from_address: string;
  from_name: string;
  subject: string | null;
  text: string;
  html: string | null;
  attachments: MailFile[];
  /** What its Date header says, where that is a time. */
  sent_at: Instant | null;
  lines: { key: string; value: string }[];
  /** Everything in it that speaks of other mail: its own lines and the parts that quote some. */
  quoted: string;
  unread_because: string | null;
  /** Its letters may be other ones than were written. */
  uncertain: boolean;
}

const MOST_BYTES = 25 * 1024 * 1024;
const MOST_PARTS = 200;
const MOST_DEPTH = 20;
/** One letter more than any reader keeps, so that each can tell that it is cut. */
const MOST_TEXT = 1_048_577;
/** Of a mail that is too much, so much is read. */
const READ_OF_LARGE = 512 * 1024;
const BEGINNING = 32 * 1024;
/** Nothing that is asked of a header line is longer. */
const MOST_OF_LINE = 20_000;
const MOST_LINES = 1_000;
const MOST_QUOTED = 1024 * 1024;

/** Reads at most 25 MB, 200 parts and a depth of 20; of more, the beginning, and says so (ME-86, IN-83). */
export const readParts = async (raw: Uint8Array): Promise<Parts> => {
  const large =
    raw.length > MOST_BYTES ? 'It is larger than 25 MB' : partsOf(raw) > MOST_PARTS ? 'It has over 200 parts' : null;
  try {
    const read = large ? raw.subarray(0, READ_OF_LARGE) : raw;
    return shaped(await surely(read, await parsed(read)), raw, large && `${large}, so only its beginning is shown.`);
  } catch {
    return readBeginning(raw);
  }
};

/** Of what cannot be read as a whole: its headers, and its first words as they stand there. Never more than a moment's work. */
export const readBeginning = async (raw: Uint8Array): Promise<Parts> => {
  const because = 'It could not be read as a whole. What it holds stands in the raw file.';
  return shaped({ mail: await parsed(plainly(raw)).catch(() => EMPTY), uncertain: false }, raw, because);
};

/** The beginning as one plain text: what says how it is built goes, since nobody can follow it. */
const plainly = (raw: Uint8Array): Uint8Array => {
  const start = Buffer.from(raw.subarray(0, BEGINNING)).toString('latin1');
  const end = /\r?\n\r?\n/.exec(start);
  const head = (end ? start.slice(0, end.index) : start).replace(BUILT, '');
  return Buffer.from(`${head.trimEnd()}\r\n\r\n${end ? start.slice(end.index + end[0].length) : ''}`, 'latin1');
};
const BUILT = /^content-(type|transfer-encoding)\s*:.*(\r?\n[ \t]+.*)*(\r?\n|$)/gim;

interface Surely {
  mail: Email;
  uncertain: boolean;
}

/** Its letters as its charset says; where nobody knows that one, or it is wrong, as UTF-8 and then as windows-1252 (IN-82). */
const surely = async (raw: Uint8Array, mail: Email): Promise<Surely> => {
  const wrong = isUncertain(mail.text, mail.html);
  if (!wrong && !namesUnknown(raw)) return { mail, uncertain: false };
  for (const label of INSTEAD) {
    const { text, html } = await parsed(relabelled(raw, label));
    if (isUncertain(text, html)) continue;
    return { mail: { ...mail, ...(text && { text }), ...(html && { html }) }, uncertain: true };
  }
  return { mail, uncertain: true };
};

const parsed = (raw: Uint8Array): Promise<Email> =>
  PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: MOST_DEPTH,
  });

const EMPTY: Email = { headers: [], headerLines: [], attachments: [] };

const partsOf = (raw: Uint8Array): number =>
  Buffer.from(raw.buffer, raw.byteOffset, raw.length)
    .toString('latin1')
    .match(/^content-type\s*:/gim)?.length ?? 0;

const shaped = ({ mail, uncertain }: Surely, raw: Uint8Array, unread_because: string | null): Parts => {
  const sender = mail.from?.address ? mail.from : mail.sender;
  const text = cut(mail.text, MOST_TEXT);
  return {
    from_address: cut(sender?.address?.toLowerCase(), 320),
    from_name: cut(sender?.name, 200),
    subject: mail.subject === undefined ? null : cut(mail.subject, 998),
    text,
    html: htmlOf(mail.html),
    attachments: mail.attachments.map(attached).map(hasUuencode(raw) ? decoded : (file) => file),
    uncertain,
    sent_at: sentAt(mail.date),
    lines: mail.headers.slice(0, MOST_LINES).map(({ key, value }) => ({ key, value: value.slice(0, MOST_OF_LINE) })),
    quoted: quotedIn(mail, raw).slice(0, MOST_QUOTED),
    unread_because,
  };
};

const attached = ({ filename, mimeType, content, contentId }: Attachment, at: number): MailFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return {
    name: cut(filename, 200) || `attachment ${at + 1}`,
    type: cut(mimeType, 200),
    size: bytes.length,
    content_id: cut(contentId?.replace(/^<|>$/g, ''), 300) || null,
    bytes,
  };
};

/** What a database takes: no NUL, and no half of a letter that was cut in two. */
const cut = (text: string | null | undefined, most: number): string =>
  (text ?? '').replaceAll('\0', '').slice(0, most).toWellFormed();

const hasUuencode = (raw: Uint8Array): boolean =>
  /^content-transfer-encoding\s*:\s*(x-)?uue(ncode)?\b/im.test(
    Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('latin1'),
  );

const decoded = (file: MailFile): MailFile => {
  const bytes = uudecoded(file.bytes);
  return bytes ? { ...file, bytes, size: bytes.length } : file;
};

const sentAt = (date: string | undefined): Instant | null => {
  const at = date ? Date.parse(date) : Number.NaN;
  return at >= 0 && at < LAST_DATE ? new Date(at).toISOString() : null;
};
const LAST_DATE = Date.parse('9999-01-01');

const SPEAKS_OF_MAIL = /^(message\/|text\/rfc822)/;

const quotedIn = (mail: Email, raw: Uint8Array): string => {
  const own = Buffer.from(raw.subarray(0, READ_OF_LARGE)).toString('latin1');
  const parts = mail.attachments.filter(({ mimeType }) => SPEAKS_OF_MAIL.test(mimeType)).map(attached);
  return [own, ...parts.map(({ bytes }) => Buffer.from(bytes.subarray(0, READ_OF_LARGE)).toString('latin1'))].join(
    '\n',
  );
};
