import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { StartRefusal } from '#ground/result.ts';
import { dateAt } from '#ground/time.ts';
import { MailboxFault, type OpenFolder, type OpenMailbox, type Place, type Search } from '#inbox/mailboxes/port.ts';

/** How long each of these may take. */
interface Times {
  connect: number;
  answer: number;
  read: number;
}
const TIMES: Times = { connect: 15_000, answer: 60_000, read: 180_000 };

/** More than the largest mail that is read, and all that a server may make us hold (IN-47). */
const MOST_LITERAL = 64 * 1_048_576;
const MOST_LINE = 1_048_576;
/** No server is trusted to break a silence that lasts longer. */
const MOST_WAIT_MS = 300_000;

/** The authorities of a file in PEM, to be trusted beside the known ones. Throws StartRefusal when it cannot be read. */
export const authorities = (file: string | undefined): string | null => {
  if (!file) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartRefusal(`${file}, the authorities of mailboxes, cannot be read: ${(error as Error).message}`);
  }
};

/**
 * Mailboxes by IMAP, over TLS only (IN-48). `ca`: certificates of authorities, in PEM, that are trusted beside the known ones.
 * Reading marks nothing as read. What a server answers is its own affair: whatever it says, this throws a MailboxFault at most.
 */
export const imapMailboxes =
  ({ ca = null, times = TIMES }: { ca?: string | null; times?: Times } = {}): OpenMailbox =>
  async (place, secret) => {
    const heard: Heard = { last: null };
    const client = clientFor(place, secret, { ca, times, heard });
    // an error that nobody listens for would end the process
    client.on('error', (error) => {
      heard.last = error;
    });
    const asked = asking(client, heard);
    try {
      await asked(times.connect * 2, client.connect());
      const opened = await asked(times.answer, client.mailboxOpen(place.folder, { readOnly: !place.changes }));
      return openFolder({ client, asked, times, heard }, opened);
    } catch (error) {
      client.close();
      throw error;
    }
  };

/** The library says what went wrong in its log where its answer is only «no». */
interface Heard {
  last: unknown;
}

const clientFor = (
  { host, port, security, user }: Place,
  pass: string,
  { ca, times, heard }: { ca: string | null; times: Times; heard: Heard },
): ImapFlow => {
  const hear = (entry: { err?: unknown }): void => {
    if (entry?.err) heard.last = entry.err;
  };
  const silent = () => {};
  return new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'starttls' && { doSTARTTLS: true }),
    auth: { user, pass },
    clientInfo: { name: 'Tickmark' },
    tls: { minVersion: 'TLSv1.2', ...(ca && { ca: [...rootCertificates, ca] }) },
    logger: { trace: silent, debug: silent, info: silent, warn: hear, error: hear },
    disableAutoIdle: true,
    // what is packed could be unpacked to far more than the limits say
    disableCompression: true,
    disableBinary: true,
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    socketTimeout: times.answer,
    maxLineLength: MOST_LINE,
    maxLiteralSize: MOST_LITERAL,
    maxResponseSize: 2 * MOST_LITERAL,
  });
};

type Asked = <T>(ms: number, work: Promise<T>) => Promise<T>;

/** What was asked ends within its time, or the connection does; a fault in the server's words where it said any. */
const asking =
  (client: ImapFlow, heard: Heard): Asked =>
  async (ms, work) => {
    heard.last = null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new MailboxFault('The server did not answer in time.')), ms);
    });
    // whoever loses the race has nobody left to tell
    late.catch(() => {});
    work.catch(() => {});
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      if (error instanceof MailboxFault) client.close();
      throw faultOf(error, heard);
    } finally {
      clearTimeout(timer);
    }
  };

const faultOf = (error: unknown, { last }: Heard): MailboxFault =>
  error instanceof MailboxFault
    ? error
    : new MailboxFault(wordsOf(error) ?? wordsOf(last) ?? 'The connection was lost.');

interface Said {
  message?: string;
  responseText?: string;
  reason?: string;
  code?: string;
  authenticationFailed?: boolean;
}

/** The server's own words, else what the connection came to; null where neither says anything. */
const wordsOf = (error: unknown): string | null => {
  const { responseText, reason, message, code, authenticationFailed } = (error ?? {}) as Said;
  const said = [responseText, reason].find((text) => typeof text === 'string' && text.trim());
  if (said) return plain(authenticationFailed ? `The server does not let this user in: ${said}` : said);
  if (authenticationFailed) return 'The server does not let this user in.';
  if (code === 'NoConnection' || message === 'Command failed' || message === 'Unexpected close') return null;
  return typeof message === 'string' && message.trim() ? plain(message) : null;
};

/** One line that fits where it is shown, whatever a server sends. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 400)
    .toWellFormed();

interface Connection {
  client: ImapFlow;
  asked: Asked;
  times: Times;
  heard: Heard;
}

const openFolder = (
  connection: Connection,
  { uidValidity, uidNext, exists }: { uidValidity: bigint; uidNext: number; exists: number },
): OpenFolder => {
  const { client, asked, times, heard } = connection;
  const uid_validity = Number(uidValidity);
  if (!isUid(uid_validity) || !isUid(uidNext))
    throw new MailboxFault('The server does not say how it numbers its mail (UIDVALIDITY, UIDNEXT).');
  // what came while something else was asked is no news to whoever waits later
  let known = Number(exists) || 0;
  const done = async (work: Promise<unknown>): Promise<void> => {
    if (!(await asked(times.answer, work))) throw new MailboxFault(wordsOf(heard.last) ?? 'The server refused it.');
  };
  return {
    uid_validity,
    uid_next: uidNext,
    messages: Number(exists) || 0,
    tells: client.capabilities.has('IDLE'),
    find: async (search) => {
      known = countOf(client);
      const found = await asked(times.answer, client.search(queryOf(search), { uid: true }));
      if (!Array.isArray(found)) throw new MailboxFault('The server did not search the folder.');
      // «n:*» names the last mail even where that one is below n
      const wanted = found.filter((uid) => isUid(uid) && uid >= search.from && uid <= (search.to ?? uid));
      return [...new Set(wanted)].sort((a, b) => a - b);
    },
    sizes: async (uids) => {
      const rows = await asked(times.answer, client.fetchAll(uids.join(','), { uid: true, size: true }, { uid: true }));
      return new Map(rows.map(({ uid, size }) => [uid, size ?? 0]));
    },
    read: async (uid, most) => {
      const query = { uid: true, source: { start: 0, maxLength: most } };
      const found = await asked(times.read, client.fetchOne(String(uid), query, { uid: true }));
      return found && found.source ? new Uint8Array(found.source.subarray(0, most)) : null;
    },
    move: (uids, folder) => done(client.messageMove(uids.join(','), folder, { uid: true })),
    remove: (uids) => done(client.messageDelete(uids.join(','), { uid: true })),
    has: async (folder) => {
      const all = await asked(times.answer, client.list());
      return all.some(({ path }) => path === folder || path.toLowerCase() === folder.toLowerCase());
    },
    wait: async (ms, signal) =>
      countOf(client) > known ? undefined : waiting(client, Math.min(ms, MOST_WAIT_MS), signal),
    close: async () => {
      await asked(2_000, client.logout()).catch(() => {});
      client.close();
    },
  };
};

const countOf = ({ mailbox }: ImapFlow): number => (mailbox ? Number(mailbox.exists) || 0 : 0);

const isUid = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

const queryOf = ({ from, to, since }: Search) => ({
  uid: `${from}:${to ?? '*'}`,
  ...(since && { since: dateAt(since, 'UTC') }),
});

/** Until the server tells of something, or says no more. */
const waiting = (client: ImapFlow, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (then: () => void) => (): void => {
      clearTimeout(timer);
      client.off('exists', news);
      client.off('close', lost);
      signal.removeEventListener('abort', news);
      then();
    };
    const news = end(resolve);
    const lost = end(() => reject(new MailboxFault('The server ended the connection.')));
    const timer = setTimeout(news, ms);
    client.on('exists', news);
    client.on('close', lost);
    signal.addEventListener('abort', news);
    if (signal.aborted) return news();
    client.idle().catch(lost);
  });
