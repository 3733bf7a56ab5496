import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import type { Listener } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { readTogether } from '#inbox/arrivals/together.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { v1 } from '../contract.ts';
import { testApi, testPractice, testWho, type useTestHouse } from '../testing.ts';
import { takeMailIn } from './taking-in.ts';

/** For tests of mail for the inbox: the house's own listener, a real client that sends to it, and who reads what came. */

export const DOMAIN = 'in.example.test';
export const ANNA = 'anna@bay.example';

interface Sent {
  from?: string;
  to: string | string[];
  raw: string | Uint8Array;
}

interface Listening {
  port?: number;
  maxMb?: number;
  /** Those of IN-47; left out, they hold. */
  limits?: boolean;
  /** Files in PEM, for STARTTLS. */
  cert?: string;
  key?: string;
  onFault?(error: unknown): void;
}

export const mailInTesting = (house: ReturnType<typeof useTestHouse>) => {
  const begin = async () => {
    const practice = await testPractice(house.kernel);
    const who = testWho('Owner');
    const api = testApi(house.kernel, practice, [v1({ ...house.house, arriving: arriving() })], who);
    const { slug } = (await api('GET', '/practice')).body as { slug: string };
    return { practice, who, api, address: `${slug}@${DOMAIN}`, tagged: (tag: string) => `${slug}+${tag}@${DOMAIN}` };
  };
  const arriving = () => ({ ...house.house.arriving, domain: DOMAIN });
  const listen = (more: Listening = {}): Promise<Listener> =>
    takeMailIn(
      house.house,
      {
        HOST: '127.0.0.1',
        INBOUND_MAX_MB: more.maxMb ?? 5,
        INBOUND_LIMITS: more.limits ?? true,
        INBOUND_TLS_CERT: more.cert,
        INBOUND_TLS_KEY: more.key,
      },
      { port: more.port ?? 0, domain: DOMAIN, onFault: more.onFault ?? (() => {}) },
    );
  /** The server's last answer, whether it took the mail or not. */
  const send = ({ port }: Pick<Listener, 'port'>, { from = ANNA, to, raw }: Sent): Promise<string> =>
    createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
      .sendMail({ envelope: { from, to }, raw: Buffer.from(raw as Uint8Array) })
      .then(
        ({ response }) => response,
        ({ response, message }) => (response ?? message) as string,
      );
  /** What the worker does with everything that waits, in the order in which it came. */
  const readAll = async (practice: Id): Promise<void> => {
    const waiting = await inPractice(house.kernel.db, practice, ({ tx }) =>
      sql<{ id: Id }>`select id from app.arrival where outcome = 'received' order by received_at, id`.execute(tx),
    );
    const ids = waiting.rows.map(({ id }) => id);
    const told = (error: Error): never => {
      throw error;
    };
    for (const fault of (await readTogether(arriving(), told)(practice, ids)).values()) throw fault;
  };
  return { begin, listen, send, readAll };
};

/** A mail as its sender wrote it. */
export const mailOf = (headers: Record<string, string>, text = 'Here are the papers.'): string =>
  `${Object.entries({ From: `Anna Bay <${ANNA}>`, ...headers })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${text}\r\n`;
