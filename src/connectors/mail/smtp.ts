import { once } from 'node:events';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '#messages/channels/model.ts';
import type { Answer, EmailPort, Mail } from '#messages/outbox/port.ts';
import { composed } from './compose.ts';

/**
 * Sends by SMTP (ME-72), a connection for each mail. What a library's pool does when a connection ends halfway, sending the
 * mail again, is what must never happen here: whether it may have left is the outbox's question.
 */
export const smtp = (settings: SmtpSettings, password: string | null, times: Times = TIMES): EmailPort => ({
  send: async (mail) => {
    const raw = await composed(mail, new Date());
    const connection = new SMTPConnection(optionsOf(settings, times));
    const failed = once(connection, 'error').then(([error]) => Promise.reject(error));
    // Whoever loses the race has nobody left to tell.
    failed.catch(() => {});
    try {
      await Promise.race([opened(connection, settings, password), failed]);
    } catch (error) {
      connection.close();
      return { answer: 'down', text: words(error, 'The mail server could not be reached.') };
    }
    return handOver(connection, failed, mail, raw);
  },
});

export interface Times {
  connect: number;
  answer: number;
}
const TIMES: Times = { connect: 30_000, answer: 60_000 };

const optionsOf = ({ host, port, tls }: SmtpSettings, times: Times) => ({
  host,
  port,
  secure: tls === 'implicit',
  requireTLS: tls === 'starttls',
  ignoreTLS: tls === 'none',
  connectionTimeout: times.connect,
  greetingTimeout: times.connect,
  dnsTimeout: times.connect,
  socketTimeout: times.answer,
});

const opened = async (connection: SMTPConnection, { user }: SmtpSettings, password: string | null): Promise<void> => {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  if (!user) return;
  const auth = { credentials: { user, pass: password ?? '' } };
  await new Promise<void>((resolve, reject) => connection.login(auth, (error) => (error ? reject(error) : resolve())));
};

const handOver = async (
  connection: SMTPConnection,
  failed: Promise<never>,
  mail: Mail,
  raw: Buffer,
): Promise<Answer> => {
  const content = Readable.from([raw]);
  // The last byte of the content was taken from us: from here on, silence means that it may have left (ME-63).
  let handed = false;
  content.once('end', () => {
    handed = true;
  });
  const envelope = { from: mail.return_path, to: [...mail.to, ...mail.cc], size: raw.length };
  try {
    const sent = new Promise<Taken>((resolve, reject) =>
      connection.send(envelope, content, (error, info) => (error ? reject(error) : resolve(info as Taken))),
    );
    const info = await Promise.race([sent, failed]);
    connection.quit();
    return {
      answer: 'accepted',
      provider_id: info.response,
      refused: (info.rejectedErrors ?? []).map(refusedRecipient),
    };
  } catch (error) {
    connection.close();
    return answerTo(error as SmtpError, handed);
  }
};

interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  recipient?: string;
  rejectedErrors?: SmtpError[];
}
interface Taken {
  response: string;
  rejectedErrors?: SmtpError[];
}

const answerTo = (error: SmtpError, handed: boolean): Answer => {
  // Where every recipient was refused, the first of them says why.
  const decisive = error.rejectedErrors?.[0] ?? error;
  const code = decisive.responseCode;
  if (!code)
    return handed
      ? { answer: 'unknown', text: words(error, 'The mail server took the content and gave no answer.') }
      : { answer: 'refused', temporary: true, code: error.code ?? '', text: words(error, 'The connection was lost.') };
  const text = words(decisive, String(code));
  // A code of the server that no mail of ours can mend (RFC 4954, RFC 3463): the channel's fault.
  if (code === 530 || code === 534 || code === 535 || code === 538) return { answer: 'down', text };
  if (code < 500) return { answer: 'refused', temporary: true, code: String(code), text };
  return {
    answer: 'refused',
    temporary: false,
    code: String(code),
    text,
    ...(isUnknownMailbox(decisive) && { bounce: 'hard' as const }),
  };
};

/** Answers that say the mailbox does not exist (RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10), or 550 to a recipient without an enhanced code. */
const isUnknownMailbox = ({ response = '', responseCode, command }: SmtpError): boolean => {
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  if (enhanced) return /^5\.1\.(1|2|3|6|10)$/.test(enhanced);
  return responseCode === 550 && command === 'RCPT TO';
};

const refusedRecipient = (error: SmtpError) => ({
  address: error.recipient ?? '',
  code: String(error.responseCode ?? error.code ?? ''),
  text: words(error, 'refused'),
});

/** The server's own words where it said any. */
const words = (error: unknown, otherwise: string): string => {
  const { response, message } = error as SmtpError;
  return (response ?? message ?? otherwise).trim() || otherwise;
};
