import { isAutomatic, type Judgeable, reportIn } from '#messages/replies/judging.ts';
import type { Checks, Mark, SenderVerdict } from '../items/model.ts';
import type { MailClass } from './model.ts';
import type { Checked } from './port.ts';

/** What a mail is by its headers, and where it goes. Pure. */

export interface Judged extends Judgeable {
  headers(name: string): string[];
  from_address: string;
}

const MOST_HOPS = 25;

/** What our automatic answers carry: their practice, by which one that comes back is known (IN-71, IN-74). */
export const LOOP_HEADER = 'X-Tickmark-Loop';

/** The class of a mail (IN-71). `ours`: the practice's own intake address; a mail from it goes in circles, as does one with our own loop header. */
export const classOf = (
  mail: Judged,
  return_path: string,
  { ours, practice }: { ours: readonly string[]; practice: string },
): MailClass => {
  const type = mail.header('content-type').toLowerCase();
  const submitted = mail.header('auto-submitted').trim().toLowerCase();
  const again = mail.headers(LOOP_HEADER.toLowerCase()).some((value) => value.trim() === practice);
  if (again || mail.headers('received').length > MOST_HOPS || ours.includes(plainAddress(mail.from_address)))
    return 'loop';
  if (/report-type\s*=\s*"?disposition-notification/.test(type)) return 'receipt';
  if (/report-type\s*=\s*"?delivery-status/.test(type) || reportIn(mail)) return 'bounce';
  if (submitted.startsWith('auto-replied') || mail.header('x-autoreply')) return 'auto_reply';
  const listed = mail.header('list-id') || /^(bulk|list|junk)$/i.test(mail.header('precedence').trim());
  return listed || isAutomatic(mail, return_path) ? 'auto_generated' : 'ordinary';
};

/** `a+tag@b` → `a@b`. */
const plainAddress = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@');

/** Why a mail that answers nothing of ours is kept but makes no item; null when it makes one (IN-72, IN-73). */
export const asideBecause = (kind: MailClass): string | null => ASIDE[kind] ?? null;
const ASIDE: Partial<Record<MailClass, string>> = {
  loop: 'It has gone in circles: it came from this practice’s own address, or passed over 25 mail servers.',
  bounce: 'It reports on a mail that is none of this practice’s.',
  auto_reply: 'An automatic answer that names nothing of this practice.',
  receipt: 'A receipt that names nothing of this practice.',
};

/** What our own front mail server found about the sender (IN-68); nobody else's findings count. */
export const verdictOf = (results: readonly string[], authserv: string | null, authentic: boolean): SenderVerdict => {
  const mine = mineOf(results, authserv);
  if (!mine) return 'not_checked';
  if (/\bdmarc=pass\b/i.test(mine)) return 'verified';
  if (/\bdmarc=fail\b/i.test(mine)) return 'failed';
  if (authentic) return 'unverified';
  return /\bspf=fail\b/i.test(mine) && !/\bdkim=pass\b/i.test(mine) ? 'failed' : 'unverified';
};

/** The verdict in the words of IN-68, of what was found about the sender by asking ourselves. */
export const overallOf = ({ spf, dkim, dmarc, silent }: Checked): SenderVerdict => {
  if (dmarc === 'pass') return 'verified';
  if (silent) return 'not_checked';
  if (dmarc === 'fail') return 'failed';
  return dmarc === 'none' && spf === 'fail' && dkim !== 'pass' ? 'failed' : 'unverified';
};

/** What our own front mail server wrote of each. */
export const checksIn = (results: readonly string[], authserv: string | null): Checks | null => {
  const mine = mineOf(results, authserv);
  if (!mine) return null;
  const said = (what: string) => new RegExp(`\\b${what}=([a-z]+)`, 'i').exec(mine)?.[1]?.toLowerCase() ?? 'none';
  const dkim = /\bdkim=pass\b/i.test(mine) ? 'pass' : said('dkim');
  return { spf: said('spf'), dkim, dmarc: said('dmarc') };
};

const mineOf = (results: readonly string[], authserv: string | null): string | undefined =>
  results.find((one) => authserv && one.trim().toLowerCase().split(/[;\s]/)[0] === authserv.toLowerCase());

/** A tag behind the slug, as the item shows it; reply and bounce tokens are none (IN-42, IN-65). */
export const tagOf = (address: string): { tag: string | null; token: boolean } => {
  const tag = /\+([^@]+)@/.exec(address)?.[1]?.toLowerCase() ?? null;
  const token = !!tag && /^[rb]\./.test(tag);
  return { tag: token ? null : (tag?.slice(0, 30) ?? null), token };
};

const MOST_SUBJECT = 300;
/** The subject of an item (IN-83, IN-84). */
export const subjectOf = (subject: string | null, marks: readonly Mark[]): string => {
  const plain = (subject ?? '').replace(/\s+/g, ' ').trim().slice(0, MOST_SUBJECT).toWellFormed();
  return plain || (marks.includes('damaged') ? 'Damaged mail' : '(no subject)');
};

/** A multipart mail whose parts nobody can find: no boundary, or one that never comes (IN-83). */
export const isBroken = (type: string, raw: Uint8Array): boolean => {
  if (!/^\s*multipart\//i.test(type)) return false;
  const boundary = /boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(type);
  const name = boundary?.[1] ?? boundary?.[2];
  return !name || !Buffer.from(raw.buffer, raw.byteOffset, raw.length).includes(`--${name}`);
};

/** Kept whole and shown as such (IN-88). */
export const isEncrypted = (type: string): boolean =>
  /multipart\/encrypted|application\/(x-)?pkcs7-mime|application\/ms-tnef/i.test(type);

/** Whether our front mail server takes it for unwanted: its header says yes (IN-70). Whoever forges that harms themselves alone. */
export const isSpam = (mail: Pick<Judged, 'headers'>, header: string | null): boolean =>
  !!header && mail.headers(header.toLowerCase()).some((value) => /^\s*(yes|true|spam)\b/i.test(value));
