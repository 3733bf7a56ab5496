import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { Id } from '#ground/id.ts';
import type { Envelope } from '#inbox/arrivals/model.ts';
import { StorageFull } from '#kernel/files/port.ts';

/** Whose an address is, and which room takes what comes to it. */
export interface Recipient {
  practice: Id;
  room: 'inbox' | 'replies' | 'operator';
}

export interface ListenerOptions {
  port: number;
  host: string;
  /** The most that a mail may have. */
  maxBytes: number;
  /** For STARTTLS; without them it is not offered. */
  tls?: { key: Buffer; cert: Buffer } | null;
  /** How many connections one machine, and all together, may have (IN-46). */
  connections?: { each: number; all: number };
  /** How long the database and the file store have. */
  answerMs?: number;
  /** `unknown`: an address of our domain that nobody has; `not_ours`: another domain. */
  find(address: string): Promise<Recipient | 'unknown' | 'not_ours'>;
  /** Whether a mail is one too many: of this machine and sender, where no practice is named, else for this practice (IN-47). */
  isTooMuch?(from: { ip: string; sender: string }, practice: Id | null): Promise<boolean>;
  /** Resolves when the mail is stored; only then the sender hears 250 (IN-45, ME-79). `to`: the address it came to. */
  receive(recipient: Recipient & { to: string }, mail: { raw: Uint8Array; envelope: Envelope }): Promise<void>;
  onFault(error: unknown): void;
}

export interface Listener {
  port: number;
  stop(): Promise<void>;
}

const CONNECTIONS = { each: 10, all: 100 };
const IDLE_MS = 60_000;
const ANSWER_MS = 10_000;
const MOST_RECIPIENTS = 100;

/**
 * Takes mail in by SMTP, for the addresses of practices and nobody else (IN-43 … IN-47); its refusals are those of IN-46.
 * Rejects when the port is taken.
 */
export const listenForMail = (options: ListenerOptions): Promise<Listener> => {
  const { maxBytes, tls, connections = CONNECTIONS } = options;
  const doors = doorkeeper(connections);
  /** What was found for the recipients of a transaction, so that the database is asked once. */
  const known = new WeakMap<SMTPServerSession, Map<string, Recipient>>();
  const server = new SMTPServer({
    banner: 'Tickmark',
    size: advertised(maxBytes),
    socketTimeout: IDLE_MS,
    closeTimeout: 5_000,
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(tls ?? {}),
    disableReverseLookup: true,
    logger: false,
    onConnect: ({ id, remoteAddress }, done) => done(doors.enter(id, remoteAddress)),
    onClose: ({ id }) => doors.leave(id),
    onMailFrom: ({ args }, session, done) => {
      known.set(session, new Map());
      const size = Number((args as { SIZE?: string } | undefined)?.SIZE ?? 0);
      done(size > maxBytes ? tooLarge(maxBytes) : null);
    },
    onRcptTo: ({ address }, session, done) => {
      if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return done(refusal(452, '4.5.3 Too many recipients'));
      const before = known.get(session) ?? new Map<string, Recipient>();
      within(options, () => found(options, { address, session, before })).then(
        (found) => {
          if (found === 'too_much') return done(refusal(451, '4.7.1 Too many mails, come again later'));
          if (found === 'unknown') return done(refusal(550, '5.1.1 Nobody here has this address'));
          if (found === 'not_ours') return done(refusal(550, '5.7.1 No mail is taken for this domain'));
          known.get(session)?.set(address, found);
          done(null);
        },
        (error) => done(broken(options, error)),
      );
    },
    onData: (stream, session, done) => {
      take(options, { stream, session, known: known.get(session) ?? new Map() }).then(
        (refused) => done(refused),
        (error) => done(broken(options, error)),
      );
    },
  } as SMTPServerOptions);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      // A client that breaks its connection is nobody's fault here.
      server.on('error', () => {});
      const { port } = server.server.address() as { port: number };
      const stop = (): Promise<void> => {
        doors.close();
        return new Promise((stopped) => server.close(() => stopped()));
      };
      resolve({ port, stop });
    });
  });
};

/** Whose the address is; asked of the limits too, once for the mail and once for each practice. */
const found = async (
  { find, isTooMuch }: ListenerOptions,
  { address, session, before }: { address: string; session: SMTPServerSession; before: ReadonlyMap<string, Recipient> },
): Promise<Recipient | 'unknown' | 'not_ours' | 'too_much'> => {
  const recipient = await find(address);
  if (!isTooMuch || typeof recipient === 'string') return recipient;
  const { mailFrom } = session.envelope;
  const from = { ip: session.remoteAddress, sender: mailFrom ? mailFrom.address.toLowerCase() : '' };
  const { practice } = recipient;
  const asked = [
    ...(before.size ? [] : [null]),
    ...([...before.values()].some((one) => one.practice === practice) ? [] : [practice]),
  ];
  for (const whose of asked) if (await isTooMuch(from, whose)) return 'too_much';
  return recipient;
};

/**
 * What SIZE says. The library would refuse a declared size by itself, with a reply that is not ours (IN-46): as a number no
 * size is over it, so that whether one is stays for `onMailFrom` and for whoever counts what comes.
 */
const advertised = (bytes: number): number =>
  ({
    [Symbol.toPrimitive]: (hint: string) => (hint === 'number' ? Number.POSITIVE_INFINITY : String(bytes)),
  }) as unknown as number;

/** Counts who is connected. */
const doorkeeper = ({ each, all }: { each: number; all: number }) => {
  const inside = new Map<string, string>();
  let isClosing = false;
  return {
    enter: (id: string, address: string): Error | null => {
      if (isClosing) return refusal(421, '4.3.2 Stopping, come again in a moment');
      const mine = [...inside.values()].filter((one) => one === address).length;
      if (mine >= each || inside.size >= all) return refusal(421, '4.7.0 Too many connections, come again later');
      inside.set(id, address);
      return null;
    },
    leave: (id: string) => void inside.delete(id),
    close: () => {
      isClosing = true;
    },
  };
};

const take = async (
  options: ListenerOptions,
  {
    stream,
    session,
    known,
  }: { stream: SMTPServerDataStream; session: SMTPServerSession; known: ReadonlyMap<string, Recipient> },
): Promise<Error | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Read to its end even when it is too much, so that the connection can be used again.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= options.maxBytes) chunks.push(chunk);
  }
  if (size > options.maxBytes) return tooLarge(options.maxBytes);
  const raw = Buffer.concat(chunks);
  const wanted = session.envelope.rcptTo.flatMap(({ address }) => {
    const recipient = known.get(address);
    return recipient ? [{ ...recipient, to: address }] : [];
  });
  await within(options, async () => {
    const taken = new Set<string>();
    for (const recipient of wanted) {
      const whose = `${recipient.room} ${recipient.practice}`;
      if (taken.has(whose)) continue;
      taken.add(whose);
      // Whoever else got it is no business of this practice (IN-44).
      const to = wanted.filter((one) => `${one.room} ${one.practice}` === whose).map((one) => one.to);
      await options.receive(recipient, { raw, envelope: envelopeOf(session, to) });
    }
  });
  return null;
};

const envelopeOf = (session: SMTPServerSession, to: string[]): Envelope => ({
  from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
  to,
  ip: session.remoteAddress ?? null,
  helo: typeof session.hostNameAppearsAs === 'string' ? session.hostNameAppearsAs.slice(0, 255) : null,
  tls: session.secure,
});

class NoAnswer extends Error {}

/** Nobody waits for ever: what does not answer in time is asked again by the sender (IN-46). */
const within = <T>({ answerMs = ANSWER_MS }: ListenerOptions, work: () => Promise<T>): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer('the database or the file store did not answer')), answerMs);
    work()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

const tooLarge = (bytes: number): Error =>
  refusal(552, `5.3.4 This mail is larger than ${Math.floor(bytes / 1_048_576)} MB`);

/** The sender keeps it and comes again. */
const broken = ({ onFault }: ListenerOptions, error: unknown): Error => {
  onFault(error);
  if (error instanceof StorageFull) return refusal(452, '4.3.1 There is no room for this mail now, try again later');
  return refusal(451, '4.3.0 This mail could not be stored now, try again later');
};
