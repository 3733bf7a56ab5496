import type { Channel } from '#messages/fields/model.ts';
import { type Content, newTemplate, type TemplateModule, type Variant } from './model.ts';

/** One language of a template as a text file (ME-123): facts as lines, a rule, the wording as it is. */
export interface TextFile {
  channel: Channel;
  module: TemplateModule;
  name: string;
  purpose: string | null;
  standard: boolean;
  signature: boolean;
  send_without_pdf: boolean;
  variant: Variant;
}

export interface Unread {
  line: number;
  sentence: string;
}

const RULE = '---';
const TEXT = '--- plain text ---';

/** The file of a variant; `readTextFile` gives back the same, and writing that again the same bytes. */
export const writeTextFile = ({ variant, ...about }: TextFile): string => {
  const { locale, subject, body, text } = variant;
  const facts: [string, string | null][] = [
    ['name', about.name],
    ['channel', about.channel],
    ['module', about.module],
    ['purpose', about.purpose],
    ['language', locale],
    ['default', yesNo(about.standard)],
    ['signature', yesNo(about.signature)],
    ['send_without_pdf', yesNo(about.send_without_pdf)],
    ['subject', subject],
  ];
  const head = facts.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${quoted(value)}`]));
  const rest = text === null ? [] : [TEXT, text];
  return [...head, RULE, body.replace(OWN_RULE, '\\$&'), ...rest, ''].join('\n');
};

/** Reads a file; refuses with the line and a sentence what is missing or cannot be. */
export const readTextFile = (file: string): { yes: true; file: TextFile; lines: Lines } | ({ yes: false } & Unread) => {
  const lines = file.replaceAll('\r\n', '\n').split('\n');
  const rule = lines.indexOf(RULE);
  if (rule < 0) return no(1, `A template has a line «${RULE}» between its facts and its wording.`);
  const facts = factsOf(lines.slice(0, rule));
  if ('sentence' in facts) return { yes: false, ...facts };
  const rest = lines.slice(rule + 1, lines.at(-1) === '' ? -1 : undefined);
  const second = rest.indexOf(TEXT);
  const body = rest.slice(0, second < 0 ? undefined : second).join('\n');
  const about = {
    channel: facts.get('channel')?.value,
    module: facts.get('module')?.value,
    name: facts.get('name')?.value,
    purpose: facts.get('purpose')?.value ?? null,
  };
  const variant: Variant = {
    locale: facts.get('language')?.value ?? '',
    subject: facts.get('subject')?.value ?? null,
    body: body.replace(OWN_RULE_ESCAPED, '$1'),
    text: second < 0 ? null : rest.slice(second + 1).join('\n'),
  };
  const flags = {
    signature: facts.get('signature')?.value !== 'no',
    send_without_pdf: facts.get('send_without_pdf')?.value === 'yes',
  };
  const content = { variants: [variant], default_locale: variant.locale, ...flags };
  const read = newTemplate.safeParse({ ...about, content });
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    const key = path.includes('locale') ? 'language' : String(path.findLast((part) => typeof part === 'string') ?? '');
    return no(facts.get(key)?.line ?? 1, `«${key}»: ${message}`);
  }
  const { content: _, ...checked } = read.data;
  const standard = facts.get('default')?.value === 'yes';
  const places = { subject: facts.get('subject')?.line ?? 1, body: rule + 2, text: rule + 3 + second };
  return { yes: true, file: { ...checked, ...flags, standard, variant }, lines: places };
};

/** On which line of the file each part begins, counted from 1. */
export type Lines = Record<'subject' | 'body' | 'text', number>;

/** What the files of one template say together. */
export interface Joined {
  about: Omit<TextFile, 'variant' | 'standard'>;
  content: Content;
  /** Whether one of them says that it is the default. */
  says_default: boolean;
}

/** Files by template; what they say of the whole is read from the default one, else from the first. */
export const joined = (files: readonly TextFile[]): Joined[] => {
  const groups = Map.groupBy(files, ({ channel, module, name }) => `${channel} ${module} ${name.toLowerCase()}`);
  return [...groups.values()].map((mine) => {
    const { variant, standard, ...about } = mine.find((one) => one.standard) ?? mine[0]!;
    const { signature, send_without_pdf } = about;
    const variants = mine.map((one) => one.variant);
    const content = { variants, default_locale: variant.locale, signature, send_without_pdf };
    return { about, content, says_default: standard };
  });
};

/** `welcome.en-GB.template.txt` */
export const fileName = ({ name, variant }: Pick<TextFile, 'name' | 'variant'>): string =>
  `${
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'template'
  }.${variant.locale}.template.txt`;

const OWN_RULE = /^\\*--- plain text ---$/gm;
const OWN_RULE_ESCAPED = /^\\(\\*--- plain text ---)$/gm;

const no = (line: number, sentence: string) => ({ yes: false as const, line, sentence });
const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no');

/** A value that would not come back as it is stands in quotes. */
const quoted = (value: string): string => (/^"|^\s|\s$|[\n\r]|^$/.test(value) ? JSON.stringify(value) : value);

const factsOf = (lines: readonly string[]): Map<string, { value: string; line: number }> | Unread => {
  const facts = new Map<string, { value: string; line: number }>();
  for (const [at, text] of lines.entries()) {
    const [, key, value] = /^(\w+): (.*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined)
      return { line: at + 1, sentence: 'A fact is written like «name: Welcome».' };
    const plain = unquoted(value);
    if (plain === null) return { line: at + 1, sentence: `The quotes of «${key}» cannot be read.` };
    facts.set(key, { value: plain, line: at + 1 });
  }
  return facts;
};

const unquoted = (value: string): string | null => {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return null;
  }
};
