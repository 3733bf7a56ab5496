import sanitize from 'sanitize-html';

const MOST = 500_000;
const TAGS = [
  ...['p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'code', 'h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'li'],
  ...['strong', 'b', 'em', 'i', 'u', 's', 'small', 'sub', 'sup', 'a', 'img'],
  ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption'],
];

/** A reply's HTML without anything that acts: no script, style, form or frame; images keep their address (ME-86). */
export const htmlOf = (html: string | undefined): string | null => {
  if (!html?.trim()) return null;
  const clean = sanitize(html.slice(0, MOST).replaceAll('\0', '').toWellFormed(), {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid'] },
    allowProtocolRelative: false,
    transformTags: { a: sanitize.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer' }) },
  });
  return clean.replace(LINK, (link, href: string, inside: string) => {
    const host = isElsewhere(href, inside);
    return host ? `${link} <small>[leads to ${host}]</small>` : link;
  });
};

/** Cleaned HTML whose links lead nowhere; their words stay (IN-69). */
export const withoutLinks = (html: string): string => html.replace(/<a\b[^>]*>/g, '<u>').replaceAll('</a>', '</u>');

const LINK = /<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)<\/a>/gs;
const SAID =
  /(?:https?:\/\/|\bwww\.)([a-z0-9-]+(?:\.[a-z0-9-]+)+)|^\s*([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:\/|\s*$)/i;

/** The host that a link leads to, where its own words name another one (IN-81). */
const isElsewhere = (href: string, inside: string): string | null => {
  const words = SAID.exec(inside.replace(/<[^>]*>/g, ''));
  const said = (words?.[1] ?? words?.[2])?.toLowerCase().replace(/^www\./, '');
  if (!said || !/^https?:/i.test(href) || !URL.canParse(href)) return null;
  const real = new URL(href).hostname.replace(/^www\./, '');
  return real === said ? null : real;
};
