import { type Line, lineDifference } from './difference.ts';
import type { Content, Template } from './model.ts';
import { type Joined, type TextFile, writeTextFile } from './text-file.ts';

/** A template with its newest wording, as the API answers it. */
export type Stored = Pick<Template, 'channel' | 'module' | 'name' | 'purpose'> & { content: Content | null };

/** A template as its files, one per language (ME-123). */
export const filesOf = ({ content, channel, module, name, purpose }: Stored): TextFile[] =>
  content?.variants.map((variant) => {
    const { signature, send_without_pdf, default_locale } = content;
    const standard = variant.locale === default_locale;
    return { channel, module, name, purpose, signature, send_without_pdf, standard, variant };
  }) ?? [];

/** The wording after an import: languages without a file stay, and the default does unless a file says otherwise. */
export const merged = (before: Content | null | undefined, { content, says_default }: Joined): Content => {
  const kept = before?.variants.filter(({ locale }) => !content.variants.some((one) => one.locale === locale)) ?? [];
  const default_locale = before && !says_default ? before.default_locale : content.default_locale;
  return { ...content, default_locale, variants: [...content.variants, ...kept] };
};

export const sameTemplate = <A extends Pick<Stored, 'channel' | 'module' | 'name'>>(
  a: A,
  b: Pick<A, 'channel' | 'module' | 'name'>,
) => a.channel === b.channel && a.module === b.module && a.name.toLowerCase() === b.name.toLowerCase();

/** What an import would change, line by line of the files; empty when it changes nothing. */
export const importDifference = (before: Stored | undefined, wanted: Joined): Line[] => {
  const after = { ...wanted.about, content: merged(before?.content, wanted) };
  const lines = lineDifference(before ? linesOf(before) : [], linesOf(after));
  return lines.some(({ change }) => change !== 'same') ? lines : [];
};

const linesOf = (stored: Stored): string[] =>
  filesOf(stored)
    .toSorted((a, b) => (a.variant.locale < b.variant.locale ? -1 : 1))
    .flatMap((file) => writeTextFile(file).split('\n'));
