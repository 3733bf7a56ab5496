import { faultAt, type Part } from './fault.ts';
import { unescapeHtml } from './html.ts';
import type { Fault } from './model.ts';

/** Links that lead nowhere: only web, mail and phone addresses, or a link field, may stand behind words (ME-3). */
export const checkLinks = (part: Part): Fault[] =>
  [...part.text.matchAll(/<a\s[^>]*?href=(?:"([^"]*)"|'([^']*)')/gi)].flatMap((match) => {
    const address = unescapeHtml(match[1] ?? match[2] ?? '').trim();
    if (/^(https?:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+$|tel:\+?[\d ()-]+$|\{\{)/i.test(address)) return [];
    const sentence = address
      ? `A link leads to «${address}». It needs a whole address such as https://example.com.`
      : 'A link has no address.';
    return [faultAt(part, match.index, 'dead_link', sentence)];
  });
