import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Id } from '#ground/id.ts';
import type { ArrivedMail } from '#messages/replies/receiving.ts';

export interface ListenerOptions {
  port: number;
  host: string;
  /** Whose an address is; null: nobody's here, and it is refused. */
  practiceOf(address: string): Promise<Id | null>;
  /** Resolves when the mail is stored; only then the sender hears 250 (ME-79). */
  receive(practice: Id, mail: ArrivedMail): Promise<void>;
  onFault(error: unknown): void;
}

export interface Listener {
  port: number;
  stop(): Promise<void>;
}

/** More than what is read of a mail (ME-86), so that a large one is kept and shown as far as possible. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_CLIENTS = 20;
const IDLE_MS = 60_000;

/** Takes mail in by SMTP, for the addresses of practices and nobody else; rejects when the port is taken. */
export const listenForMail = (options: ListenerOptions): Promise<Listener> => {
  const server = new SMTPServer({
    banner: 'Tickmark',
    size: MOST_BYTES,
    maxClients: MOST_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: 5_000,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      options.practiceOf(address).then(
        (practice) => done(practice ? null : refusal(550, '5.1.1 Nobody here has this address')),
        (error) => done(broken(options, error)),
      );
    },
    onData: (stream, session, done) => {
      take(options, stream, session).then(
        (refused) => done(refused),
        (error) => done(broken(options, error)),
      );
    },
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      // A client that breaks its connection is nobody's fault here.
      server.on('error', () => {});
      const { port } = server.server.address() as { port: number };
      resolve({ port, stop: () => new Promise((stopped) => server.close(() => stopped())) });
    });
  });
};

const take = async (
  options: ListenerOptions,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<Error | null> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) return refusal(552, '5.3.4 This mail is larger than 50 MB');
  const raw = Buffer.concat(chunks);
  const return_path = envelope.mailFrom ? envelope.mailFrom.address : '';
  const taken = new Set<Id>();
  for (const { address } of envelope.rcptTo) {
    const practice = await options.practiceOf(address);
    if (!practice || taken.has(practice)) continue;
    taken.add(practice);
    await options.receive(practice, { raw, return_path, to: address });
  }
  return null;
};

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

/** The sender keeps it and comes again. */
const broken = ({ onFault }: ListenerOptions, error: unknown): Error => {
  onFault(error);
  return refusal(451, '4.3.0 This mail could not be stored now, try again later');
};
