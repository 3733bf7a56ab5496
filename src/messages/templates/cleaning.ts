import sanitize from 'sanitize-html';
import { plural } from '#ground/text.ts';
import { plainBraces } from '#messages/fields/html.ts';

const PLAIN = ['p', 'br', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'strong', 'em', 'a'];
const TABLE = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];
/** Says the same as an allowed one. */
const SAME: Readonly<Record<string, string>> = { b: 'strong', i: 'em', h4: 'h3', h5: 'h3', h6: 'h3' };
/** Holds others and means nothing. */
const QUIET = ['html', 'body', 'head', 'div', 'span', 'font', 'tfoot', 'colgroup', 'col', 'meta', 'title', 'o:p'];
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  ol: ['start'],
};
/** What editors leave on their own tags; taking it out loses nothing anybody sees. */
const QUIET_ATTRIBUTES = ['class', 'id', 'dir', 'lang', 'target', 'rel', 'colwidth'];

/**
 * The body of an e-mail cut down to the allowed HTML (ME-7): headings, paragraphs, lists, tables, links, bold, italic. Fields
 * and conditions come out as they were typed. `removed` tells the author what was taken out: «2 scripts».
 */
export const cleaned = (body: string): { body: string; removed: string[] } => {
  const braces: string[] = [];
  // Numbers stand for fields meanwhile, so that a sign inside one is never read as markup.
  const masked = plainBraces(body).replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (inside) => `{{${braces.push(inside) - 1}}}`);
  const counts = new Map<string, number>();
  const html = sanitize(masked, {
    allowedTags: [...PLAIN, ...TABLE],
    allowedAttributes: { ...ATTRIBUTES } as sanitize.IOptions['allowedAttributes'] & object,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    transformTags: {
      '*': (tag, given) => {
        for (const what of takenOut(tag, given)) counts.set(what, (counts.get(what) ?? 0) + 1);
        return { tagName: SAME[tag] ?? tag, attribs: given };
      },
    },
  });
  return {
    body: html.replace(/\{\{(\d+)\}\}/g, (_, at: string) => braces[Number(at)] ?? ''),
    removed: [...counts].map(([what, count]) => plural(count, what, many(what))),
  };
};

const takenOut = (tag: string, given: Readonly<Record<string, string>>): string[] => {
  if (!PLAIN.includes(tag) && !TABLE.includes(tag) && !SAME[tag])
    return QUIET.includes(tag) ? styles(given) : [NAMED[tag] ?? `«${tag}»`];
  const extra = Object.keys(given).filter(
    (name) => !ATTRIBUTES[tag]?.includes(name) && !QUIET_ATTRIBUTES.includes(name),
  );
  const script = /^\s*(javascript|data|vbscript):/i.test(given.href ?? '');
  return [
    ...(extra.includes('style') ? ['style'] : []),
    ...extra.filter((name) => name !== 'style').map((name) => `attribute «${name}»`),
    ...(script ? ['link to a script'] : []),
  ];
};

const styles = (given: Readonly<Record<string, string>>): string[] => (given.style ? ['style'] : []);

const NAMED: Readonly<Record<string, string>> = {
  script: 'script',
  style: 'style',
  form: 'form',
  input: 'form',
  button: 'form',
  iframe: 'frame',
  frame: 'frame',
  object: 'frame',
  embed: 'frame',
  img: 'remote image',
};

const many = (what: string): string =>
  /»$/.test(what) ? what : what.replace(/^(link)?(.*?)$/, (_, link, rest) => (link ? `links${rest}` : `${rest}s`));
