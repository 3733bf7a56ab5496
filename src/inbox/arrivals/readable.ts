import type { Id } from '#ground/id.ts';
import { isAuthentic } from '#messages/replies/judging.ts';
import type { ParsedMail } from '#messages/replies/mail.ts';
import type { Mark } from '../items/model.ts';
import { MOST_FILES } from './attachments.ts';
import { checksIn, classOf, isBroken, isEncrypted, isSpam, verdictOf } from './judging.ts';
import type { Arrival, ReadMail } from './model.ts';

/** Shown of a text; the whole stands in the raw file (IN-84). */
const MOST_TEXT = 1_048_576;
const MOST_DAMAGED = 4000;

/** What was read of a mail, as its arrival keeps it; its files come from elsewhere. */
export const readOf = ({
  mail,
  raw,
  arrival,
  authserv,
  domain,
  fingerprint,
  checked,
  practice,
  spamHeader,
}: {
  mail: ParsedMail;
  raw: Uint8Array;
  arrival: Arrival;
  authserv: string | null;
  domain: string | null;
  fingerprint: string;
  checked: Sender | null;
  practice: Id;
  spamHeader: string | null;
}): ReadMail => {
  const type = mail.header('content-type');
  const damaged = !!mail.unread_because || isBroken(type, raw);
  // fetched by its beginning alone, as it is too large (IN-53)
  const isPart = raw.length < arrival.size_bytes;
  const most = damaged ? MOST_DAMAGED : MOST_TEXT;
  const marks: Mark[] = [
    ...(damaged ? (['damaged'] as const) : []),
    ...(mail.uncertain ? (['characters_uncertain'] as const) : []),
    ...(isPart ? (['too_large'] as const) : []),
    ...(isSpam(mail, spamHeader) ? (['spam_suspected'] as const) : []),
    ...(isEncrypted(type) ? (['encrypted'] as const) : []),
    ...(!damaged && !isPart && mail.text.length > most ? (['text_cut'] as const) : []),
    ...(mail.attachments.length > MOST_FILES ? (['more_attachments'] as const) : []),
  ];
  return {
    fingerprint,
    class: classOf(mail, arrival.sender, { ours: domain ? oursAt(arrival, domain) : [], practice }),
    ...(checked ?? senderOf(mail, authserv)),
    from_address: mail.from_address,
    from_name: mail.from_name,
    subject: mail.subject,
    sent_at: mail.sent_at,
    body: mail.text.slice(0, most).toWellFormed(),
    html: mail.html,
    attachments: [],
    marks,
  };
};

/** What is known of who sent a mail. */
export type Sender = Pick<ReadMail, 'verdict' | 'checks'>;

/** By what our front mail server wrote. */
const senderOf = (mail: ParsedMail, authserv: string | null): Sender => {
  const results = mail.headers('authentication-results');
  const verdict = verdictOf(results, authserv, isAuthentic(results, authserv, mail.from_address));
  return { verdict, checks: checksIn(results, authserv) };
};

/** The practice's own address, by which it was reached. */
const oursAt = ({ to_address }: Arrival, domain: string): string[] =>
  to_address.endsWith(`@${domain}`) ? [to_address.replace(/\+[^@]*@/, '@')] : [];
