import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '#messages/outbox/port.ts';

/** The mail as bytes, RFC 5322 and MIME; the same mail gives the same Message-ID, whatever the attempt (ME-59). */
export const composed = (mail: Mail, date: Date): Promise<Buffer> =>
  new MailComposer({
    messageId: `<${mail.message_id}>`,
    date,
    from: mail.from,
    ...(mail.reply_to && { replyTo: mail.reply_to }),
    to: [...mail.to],
    cc: [...mail.cc],
    subject: mail.subject,
    text: mail.text,
    ...(mail.html && { html: mail.html }),
    headers: { ...mail.headers },
    attachments: mail.attachments.map(({ name, type, bytes }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(bytes),
    })),
    // What a mail says never makes us read a file or call an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
