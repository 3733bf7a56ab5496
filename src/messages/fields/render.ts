import { engine, parsedText } from './engine.ts';
import { escapeHtml, tableHtml, textOf } from './html.ts';
import { meter } from './limits.ts';
import type { Given, Rendered, Source, Table } from './model.ts';
import { scopeOf } from './scope.ts';
import type { Sheet } from './shown.ts';
import { plainCharacters } from './sms.ts';

/**
 * A message from its template and its values (ME-10 to ME-18). Answers the parts as they would leave, and which fields were
 * used, fell back, or are missing: a message with something missing may not leave (ME-12). Throws on a source that `check`
 * finds fault with, and with TooMuch where time, memory or length would go beyond their limits (PL-S15).
 */
export const render = (source: Source, given: Given): Rendered => {
  const told = { used: {}, fallbacks: new Set<string>(), missing: new Set<string>() };
  const sheet = { ...told, locale: given.locale, sms: given.channel === 'sms' };
  const write = (text: string, place: Pick<Sheet, 'escape' | 'table'>): string => {
    meter()(repeated(text) * longestList(given));
    return engine.renderSync(parsedText(text), scopeOf(given, { ...sheet, ...place, spend: meter() }));
  };
  const subject = source.subject === null ? null : write(source.subject, IN_SUBJECT).trim();
  const parts =
    given.channel === 'sms'
      ? { html: null, text: spelled(write(source.body, IN_TEXT), given) }
      : inMail(write(source.body, inHtml(given.locale)), source.text ? write(source.text, IN_TEXT) : null);
  return { subject, ...parts, used: told.used, fallbacks: [...told.fallbacks], missing: [...told.missing] };
};

/** What stands in loops is written as often as a list is long. */
const repeated = (text: string): number =>
  (text.match(/\{%-?\s*for\b[\s\S]*?endfor/g) ?? []).reduce((sum, { length }) => sum + length, 0);

const longestList = ({ values }: Given): number =>
  Math.max(1, ...Object.values(values.lists ?? {}).map((entries) => entries.length));

const inMail = (html: string, byHand: string | null) => ({ html, text: byHand ?? textOf(html) });

const spelled = (text: string, { plain = true }: Given): string => (plain ? plainCharacters(text) : text);

/** Control characters would begin a header line; a value never does (ME-16). */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
const words = ({ words }: { words: string | null }): string => words ?? '';

const IN_SUBJECT = { escape: oneLine, table: (shown: { words: string | null }) => oneLine(words(shown)) };
const IN_TEXT = {
  escape: (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, ''),
  table: words,
};
const inHtml = (locale: string): Pick<Sheet, 'escape' | 'table'> => ({
  escape: (text) => escapeHtml(IN_TEXT.escape(text)).replaceAll('\n', '<br>'),
  table: ({ value }) => tableHtml(value as Table, locale),
});
