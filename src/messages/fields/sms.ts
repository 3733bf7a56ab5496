const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';

export interface SmsLength {
  alphabet: 'gsm7' | 'ucs2';
  units: number;
  segments: number;
}

/** Above this the editor and the preview warn (ME-28). */
export const SEGMENTS_TO_WARN = 3;
/** Above this a message is held `too_long` (ME-28). */
export const SEGMENTS_AT_MOST = 10;

/** How long a text message is, as a network counts it (ME-26): 160 or 153 units of GSM-7, else 70 or 67 of UCS-2. */
export const smsLength = (text: string): SmsLength => {
  let units = 0;
  for (const sign of text) {
    if (BASIC.includes(sign)) units += 1;
    else if (EXTENDED.includes(sign)) units += 2;
    else return { alphabet: 'ucs2', units: text.length, segments: parts(text.length, 70, 67) };
  }
  return { alphabet: 'gsm7', units, segments: parts(units, 160, 153) };
};

const parts = (units: number, one: number, each: number): number => (units <= one ? 1 : Math.ceil(units / each));

const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
};

/** Typographic quotes, dashes, ellipsis and no-break spaces as plain ones, so that they cost one unit (ME-27). */
export const plainCharacters = (text: string): string => text.replace(/[^\n\r -~]/g, (sign) => PLAIN[sign] ?? sign);
