import { type Line, wordingDifference } from '#messages/templates/difference.ts';
import type { Content, Variant } from '#messages/templates/model.ts';
import { languageName } from './data.ts';
import { words } from './words.ts';

interface DifferenceProps {
  before: Content | null;
  after: Content | null;
}

/** Two wordings beside each other in one text, language by language. */
export const Difference = ({ before, after }: DifferenceProps) => {
  const locales = [...new Set([before, after].flatMap((one) => one?.variants.map(({ locale }) => locale) ?? []))];
  const parts = locales
    .map((locale) => ({ locale, lines: wordingDifference(of(before, locale), of(after, locale)) }))
    .filter(({ lines }) => lines.some(({ change }) => change !== 'same'));
  if (!parts.length) return <p className="quiet">{words.same_wording}</p>;
  return parts.map(({ locale, lines }) => (
    <section key={locale} className="wording-difference">
      <h3>{languageName(locale)}</h3>
      <Lines lines={lines} />
    </section>
  ));
};

/** Lines as they were and as they will be. */
export const Lines = ({ lines }: { lines: readonly Line[] }) =>
  lines.map(({ change, text }, at) => {
    const Tag = change === 'added' ? 'ins' : change === 'removed' ? 'del' : 'span';
    return (
      <Tag key={at} className="wording-line" data-change={change}>
        {text || '\u00a0'}
      </Tag>
    );
  });

const of = (content: Content | null, locale: string): Variant | undefined =>
  content?.variants.find((variant) => variant.locale === locale);
