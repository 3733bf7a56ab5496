import { UNKNOWN } from './model.ts';

/** What a content is, beside its type: what must not be kept, or only where the practice allows it (PL-111). */
export interface Content {
  type: string;
  danger: 'program' | 'disk image' | 'macros' | null;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** Endings by what their content must be. Text of any kind is `text/*`: what kind, only the ending says. */
const ENDINGS: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  heic: 'image/heic',
  heif: 'image/heic',
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
  odt: `${ODF}.text`,
  ods: `${ODF}.spreadsheet`,
  odp: `${ODF}.presentation`,
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
  rtf: 'application/rtf',
  zip: 'application/zip',
  gz: 'application/gzip',
  tar: 'application/x-tar',
  '7z': 'application/x-7z-compressed',
  rar: 'application/vnd.rar',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
};

/** Endings of texts, and what such a text is called. */
const TEXTS: Record<string, string> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  htm: 'text/html',
  svg: 'image/svg+xml',
  eml: 'message/rfc822',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  ofx: 'application/x-ofx',
  qif: 'application/x-qif',
  qbo: 'application/x-ofx',
  sta: 'text/plain',
};

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const PROGRAMS = list(
  'exe com bat cmd scr pif msi msp msix dll cpl sys drv jar class js jse mjs vbs vbe wsf wsh ws ps1 psm1 hta lnk scf inf reg chm gadget sh bash zsh command app apk ipa deb rpm pkg py pyc rb pl php elf run',
);
const IMAGES = list('iso img dmg vhd vhdx vmdk qcow2 vdi wim');
const MACROS = list('docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm');

/** What the ending of a name alone says of danger. */
export const dangerOf = (ending: string): Content['danger'] => {
  if (PROGRAMS.has(ending)) return 'program';
  if (IMAGES.has(ending)) return 'disk image';
  return MACROS.has(ending) ? 'macros' : null;
};

/** An office document whose content is another thing, or is one with macros under a harmless name. */
export const isUnlikeItsEnding = (name: string, type: string): boolean =>
  type === UNKNOWN && OFFICE_ENDINGS.has(/\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? '');
const OFFICE_ENDINGS = list('docx xlsx pptx odt ods odp doc xls ppt rtf');

/** The type to keep: what the content is, unless the ending says otherwise; then nothing is known (PL-111). */
export const typeOf = (ending: string, content: Content): string => {
  if (content.type.startsWith('text/')) {
    if (TEXTS[ending]) return TEXTS[ending];
    return ENDINGS[ending] ? UNKNOWN : content.type;
  }
  const must = ENDINGS[ending];
  if (must) return must === content.type ? must : UNKNOWN;
  return TEXTS[ending] ? UNKNOWN : content.type;
};

/** Sent as what it is; everything a browser might run goes as unknown bytes (PL-113). */
export const sentAs = (type: string): string =>
  /^(text\/html|image\/svg|application\/(xml|json)|text\/(xml|javascript)|message\/)/.test(type) ? UNKNOWN : type;
