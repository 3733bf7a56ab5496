import { createHash } from 'node:crypto';
import type { ParsedMail } from '#messages/replies/mail.ts';

/** What makes two mails the same: sender, date, subject, texts and files; how they travelled does not count (IN-60). */
export const fingerprintOf = (mail: ParsedMail): string => {
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array): void => {
    hash.update(`${part.length}:`).update(part);
  };
  for (const part of [mail.from_address, mail.header('date'), mail.subject ?? '', mail.text, mail.html ?? ''])
    add(part);
  for (const { bytes } of mail.attachments) add(createHash('sha256').update(bytes).digest('hex'));
  // Of what could not be read the rest tells two apart.
  if (mail.unread_because) add(mail.quoted.replace(/^[\s\S]*?\r?\n\r?\n/, ''));
  return hash.digest('hex');
};
