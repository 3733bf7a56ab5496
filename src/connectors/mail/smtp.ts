import { once } from 'node:events';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '#messages/channels/model.ts';
import type { Answer, EmailPort, Mail } from '#messages/outbox/port.ts';
import { composed } from './compose.ts';
import { type IdleConnections, idleConnections, type Opened } from './idle.ts';

/**
 * Sends by SMTP (ME-72). A connection whose mail was taken serves the next one too. What a library's pool does when a
 * connection ends halfway, sending the mail again, is what must never happen here: whether it may have left is the outbox's
 * question. Only a connection that had ended before a word of this mail was said is replaced by another.
 */
export const smtp = (
  settings: SmtpSettings,
  password: string | null,
  { times = TIMES, idle = idleConnections() }: { times?: Times; idle?: IdleConnections } = {},
): EmailPort => {
  const place = JSON.stringify([settings, password]);
  return {
    send: async (mail) => {
      const raw = await composed(mail, new Date());
      for (;;) {
        const kept = idle.take(place);
        const opened = kept ?? (await open(settings, password, times));
        if ('answer' in opened) return opened;
        const { answer, gone } = await handOver(opened, mail, raw);
        if (kept && gone) continue;
        if (answer.answer === 'accepted') idle.keep(place, opened);
        return answer;
      }
    },
  };
};

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

/** A connection that is signed in, or why the channel is down. */
const open = async (settings: SmtpSettings, password: string | null, times: Times): Promise<Opened | Answer> => {
  const connection = new SMTPConnection(optionsOf(settings, times));
  const failed = once(connection, 'error').then(([error]) => Promise.reject(error));
  // Whoever loses the race has nobody left to tell.
  failed.catch(() => {});
  connection.on('error', () => {});
  try {
    await Promise.race([signedIn(connection, settings, password), failed]);
    const opened: Opened = { connection, failed, ended: false, mails: 0 };
    connection.once('end', () => {
      opened.ended = true;
    });
    return opened;
  } catch (error) {
    connection.close();
    return { answer: 'down', text: words(error, 'The mail server could not be reached.') };
  }
};

const signedIn = async (connection: SMTPConnection, { user }: SmtpSettings, password: string | null): Promise<void> => {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  // A mail's last line would wait for the server's word about those before it, 40 ms each time.
  if (connection._socket) connection._socket.setNoDelay(true);
  if (!user) return;
  const auth = { credentials: { user, pass: password ?? '' } };
  await new Promise<void>((resolve, reject) => connection.login(auth, (error) => (error ? reject(error) : resolve())));
};

/** What became of a mail; `gone`: the server had hung up, or did so now, before a word of its content was said. */
const handOver = async (opened: Opened, mail: Mail, raw: Buffer): Promise<{ answer: Answer; gone: boolean }> => {
  const { connection, failed } = opened;
  let said = false;
  // The last byte of the content was taken from us: from here on, silence means that it may have left (ME-63).
  let handed = false;
  const content = Readable.from(
    (function* () {
      said = true;
      yield raw;
    })(),
  );
  content.once('end', () => {
    handed = true;
  });
  const envelope = { from: mail.return_path, to: [...mail.to, ...mail.cc], size: raw.length };
  try {
    const sent = new Promise<Taken>((resolve, reject) =>
      connection.send(envelope, content, (error, info) => (error ? reject(error) : resolve(info as Taken))),
    );
    const info = await Promise.race([sent, failed]);
    opened.mails += 1;
    const refused = (info.rejectedErrors ?? []).map(refusedRecipient);
    return { answer: { answer: 'accepted', provider_id: info.response, refused }, gone: false };
  } catch (error) {
    connection.close();
    const { responseCode } = error as SmtpError;
    return { answer: answerTo(error as SmtpError, handed), gone: !said && (!responseCode || responseCode === 421) };
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
