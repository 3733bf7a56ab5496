import { readExpression } from '#messages/fields/expression.ts';
import { escapeHtml, plainBraces, unescapeHtml } from '#messages/fields/html.ts';

/** Fields and conditions, then whole tags, so that a field inside an address stays part of its tag. */
const PARTS = /\{\{(.*?)\}\}|\{%.*?%\}|<(?:"[^"]*"|'[^']*'|[^>"'])*>/gs;

/** Kept wording → what the editor opens: each field in the text is an element that becomes a chip. */
export const toEditor = (html: string): string =>
  plainBraces(html).replace(PARTS, (whole, inside: string | undefined) => {
    if (whole.startsWith('<')) return whole;
    if (inside === undefined || !readExpression(inside)) return escapeHtml(whole);
    return `<span data-field="${escapeHtml(inside.trim())}"></span>`;
  });

/** The editor's HTML → wording as it is kept. */
export const fromEditor = (html: string): string =>
  plainBraces(
    html.replace(/<span data-field="([^"]*)">.*?<\/span>/gs, (_, inside: string) => `{{ ${unescapeHtml(inside)} }}`),
  ).replace(/(<p><\/p>)+$/, '');

/** A table is not drawn in the editor, so wording that holds one is edited as HTML. */
export const holdsTable = (html: string): boolean => /<table[\s>]/i.test(html);
