import type { Id } from '#ground/id.ts';
import { cut } from '#ground/text.ts';
import type { AlertWords } from '#inbox/alerts/model.ts';
import type { Item } from '#inbox/items/model.ts';
import { htmlLetter, textLetter } from './layout.ts';
import type { Letter, Sheet } from './letter.ts';
import type { Line } from './model.ts';

/** The mail to an alert address, as it is read. Pure. */

export interface AlertedItem extends Pick<Item, 'number' | 'origin' | 'subject' | 'confidential'> {
  client_id: Id | null;
  client: string | null;
  sender_name: string | null;
  sender: string | null;
}

/** So many are named, and the others counted. */
const NAMED = 50;

/**
 * Number, origin, subject, sender, client and link of each item; of a confidential one number and link alone; nothing is
 * attached, and no link acts (IN-171, IN-174).
 */
export const alertLetter = (
  alerts: readonly (AlertedItem | AlertWords)[],
  { practice, public_url }: { practice: string; public_url: string },
): Letter => {
  const lines = alerts.map(lineOf);
  const one = lines.length === 1 ? lines[0]! : null;
  const count = `${lines.length.toLocaleString('en')} things need somebody`;
  const more = lines.length - NAMED;
  const sheet: Sheet = {
    practice,
    title: one ? one.title : count,
    lead: one ? (one.below ?? '') : 'They came within a minute of each other.',
    parts: one
      ? []
      : [
          {
            title: null,
            lines: lines.slice(0, NAMED),
            more: more > 0 ? { words: `${more.toLocaleString('en')} more`, url: ALL } : null,
          },
        ],
    act: one ? { words: 'Open it', url: one.url } : { words: 'Open what nobody has', url: ALL },
    foot: 'This address is among the alert addresses of the inbox.',
    settings: { words: 'Change whom the inbox alerts', url: '/settings/inbox/people' },
  };
  const subject = one ? cut(one.title.replace(/\s+/g, ' '), 150) : count;
  return { subject, text: textLetter(sheet, public_url), html: htmlLetter(sheet, public_url) };
};

const ALL = '/inbox?status=outstanding&assignee=unassigned';

const lineOf = (alert: AlertedItem | AlertWords): Line => {
  if ('title' in alert) return { ...alert, due: null };
  const { number, confidential, subject, origin, client } = alert;
  const url = `/inbox/${number}`;
  if (confidential) return { title: `#${number} needs somebody`, below: null, due: null, url };
  const facts = [ORIGINS[origin], from(alert), client].filter(Boolean);
  return { title: `#${number} «${cut(subject, 120)}» needs somebody`, below: facts.join(' · '), due: null, url };
};

const from = ({ sender, sender_name }: AlertedItem): string =>
  sender ? `from ${sender_name ? `${sender_name} <${sender}>` : sender}` : sender_name ? `from ${sender_name}` : '';

const ORIGINS: Record<Item['origin'], string> = {
  manual: 'Added by hand',
  email: 'E-mail',
  form: 'Form',
  document: 'Document for approval',
};
