import { sayCell } from './formats.ts';
import type { Table } from './model.ts';

/** The HTML part of a plain text: paragraphs, lines, and addresses one can press. */
export const htmlOf = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p>${linked(escapeHtml(part)).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

const linked = (html: string): string => html.replace(/https?:\/\/[^\s<&]+(?:&amp;[^\s<&]+)*/g, '<a href="$&">$&</a>');

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** A text that adds no markup, in an element or in a quoted attribute (ME-16). */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }[sign]};`);

export const unescapeHtml = (html: string): string =>
  html.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** An editor writes `&gt;` and `&quot;` also where fields and conditions stand; there they are plain signs. */
export const plainBraces = (html: string): string =>
  html.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (inside) => unescapeHtml(inside).replaceAll('\u00a0', ' '));

export const tableHtml = ({ head, rows }: Table, locale: string): string => {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((cells) =>
    row(
      cells.map((cell) => sayCell(cell, locale)),
      'td',
    ),
  );
  return `<table><thead>${row(head, 'th')}</thead><tbody>${body.join('')}</tbody></table>`;
};

/** The text part of an HTML body (ME-7): paragraphs apart, list items with a dash, a link with its address behind it. */
export const textOf = (html: string): string =>
  unescapeHtml(
    html
      .replace(/\s+/g, ' ')
      .replace(/<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gi, (_, address: string, inside: string) => {
        const words = inside.replace(/<[^>]*>/g, '').trim();
        return !words || words === address ? address : `${words} (${address.replace(/^mailto:/, '')})`;
      })
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<li[^>]*>\s*(<p[^>]*>)?/gi, '\n- ')
      .replace(/<hr[^>]*>/gi, '\n\n---\n\n')
      .replace(/<\/(td|th)>\s*(?=<t[dh])/gi, '  ')
      .replace(/<\/tr>/gi, '\n')
      .replace(/<\/?(p|h[1-6]|ul|ol|table|blockquote|div)[^>]*>/gi, '\n\n')
      .replace(/<[^>]*>/g, ''),
  )
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n\n(?=- )/g, '\n')
    .trim();
