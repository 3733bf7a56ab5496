import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** What a mail server of a test took, in the order of its answers. */
export interface Taken {
  from: string;
  to: string[];
  raw: string;
  message_id: string;
  auth: string | null;
}

/** How it behaves towards the next mails: by a word in the recipient's address, or for all. */
export type Behaviour =
  | 'takes'
  /** Takes the content and answers after a fifth of a second, so that clients are surely in the middle of a send. */
  | 'slow'
  /** 451 after the content. */
  | 'busy'
  /** 550 5.1.1 to the recipient. */
  | 'nobody'
  /** 554 after the content. */
  | 'refuses'
  /** Takes the content, and cuts the connection without an answer. */
  | 'drops'
  /** The same without taking it. */
  | 'drops_untaken'
  /** Takes the content and never answers. */
  | 'hangs'
  /** Cuts the connection when a recipient is named. */
  | 'cuts_early';

/** Points of a send as a mail server meets them; the last two lie before and after its answer to the content. */
export type Point = 'connected' | 'named' | 'before_answer' | 'after_answer';

export interface TestServer {
  port: number;
  taken: Taken[];
  set(behaviour: Behaviour): void;
  /** Calls back the first time a client comes to a point of its sending; null: no more. */
  meet(point: Point | null, then?: () => void): void;
  /** Ends all connections without a word. */
  hangUp(): void;
  close(): Promise<void>;
}

/** A real mail server on a free port of this machine, which counts what it took (ME-69). */
export const startMailServer = async (options: { password?: string } = {}): Promise<TestServer> => {
  const taken: Taken[] = [];
  let behaviour: Behaviour = 'takes';
  let met: { point: Point; call: () => void } | null = null;
  const meet = (point: Point): void => {
    if (met?.point !== point) return;
    const { call } = met;
    met = null;
    call();
  };
  const reply = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: !options.password,
    allowInsecureAuth: true,
    disabledCommands: options.password ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect: (_session, done) => {
      meet('connected');
      done();
    },
    onAuth: ({ password, username }, _session, done) =>
      password === options.password ? done(null, { user: username }) : done(reply(535, '5.7.8 wrong password')),
    onRcptTo: ({ address }, session, done) => {
      meet('named');
      if (behaviour === 'cuts_early') return cut(server, session);
      if (behaviour === 'nobody' || address.startsWith('nobody')) return done(reply(550, '5.1.1 no such user'));
      return done();
    },
    onData: (stream, session, done) => void receive(stream, session, done),
  });
  // Clients that are killed end their connections as they may.
  server.on('error', () => {});
  const receive = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const keep = () =>
      taken.push({
        from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        to: session.envelope.rcptTo.map(({ address }) => address),
        raw,
        message_id: /^message-id:\s*<([^>]+)>/im.exec(raw)?.[1] ?? '',
        auth: typeof session.user === 'string' ? session.user : null,
      });
    switch (behaviour) {
      case 'busy':
        return done(reply(451, '4.7.1 try later'));
      case 'refuses':
        return done(reply(554, '5.6.0 this content is not wanted'));
      case 'drops':
        keep();
        return cut(server, session);
      case 'drops_untaken':
        return cut(server, session);
      case 'hangs':
        keep();
        return;
      case 'slow':
        keep();
        return void setTimeout(done, 200);
      default:
        keep();
        meet('before_answer');
        done();
        return meet('after_answer');
    }
  };
  const hangUp = (): void => {
    for (const connection of server.connections) (connection as unknown as Cuttable)._socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    port,
    taken,
    set: (next) => {
      behaviour = next;
    },
    meet: (point, then = () => {}) => {
      met = point && { point, call: then };
    },
    hangUp,
    close: async () => {
      hangUp();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

interface Cuttable {
  id: string;
  _socket: { destroy(): void };
}

const cut = (server: SMTPServer, session: SMTPServerSession): void => {
  for (const connection of server.connections as unknown as Set<Cuttable>)
    if (connection.id === session.id) connection._socket.destroy();
};
