import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { House } from '../house.ts';
import { takeMailIn } from '../messages/taking-in.ts';
import { type Measured, rounded } from './document.ts';
import type { Subject } from './measures.ts';
import { program } from './program.ts';

const SENDER = fileURLToPath(new URL('./mail-sender.ts', import.meta.url));
const DOMAIN = 'in.measured.example';
const CONNECTIONS = 10;

/**
 * Mails of 20 KB taken in by the listener over ten connections, each heard 250 only when its bytes are synced and its arrival
 * is committed (PL-182, IN-45). No worker may be beside, so that all of them wait for `mailsRead`.
 */
export const mailsIn = async (subject: Subject, count: number): Promise<Measured> => {
  const { house, practice } = subject;
  const closed = { INBOUND_TLS_CERT: undefined, INBOUND_TLS_KEY: undefined, INBOUND_LIMITS: false };
  const slug = await slugOf(house, practice);
  const listener = await takeMailIn(
    house,
    { HOST: '127.0.0.1', INBOUND_MAX_MB: 25, ...closed },
    {
      port: 0,
      domain: DOMAIN,
      onFault: (error) => {
        throw error;
      },
    },
  );
  try {
    const to = `${slug}@${DOMAIN}`;
    const mails = { port: listener.port, to, count, connections: CONNECTIONS };
    const sender = await program(SENDER, { BENCH_MAILS: JSON.stringify(mails) });
    await sender.end();
    return { mails_in_per_s: rounded((count * 1000) / Number(sender.said), 0) };
  } finally {
    await listener.stop();
  }
};

/** How many a second of what waits become items, by a worker beside that does all its other work too. */
export const mailsRead = async ({ house, practice }: Subject): Promise<Measured> => {
  const waiting = await waitingMails(house, practice);
  const began = performance.now();
  while ((await waitingMails(house, practice)) > 0) await sleep(50);
  return { mails_read_per_s: rounded((waiting * 1000) / (performance.now() - began), 0) };
};

const slugOf = (house: House, practice: Id): Promise<string> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ slug: string }>`select slug from app.practice where practice_id = ${practice}`.execute(
      tx,
    );
    return rows[0]!.slug;
  });

const waitingMails = (house: House, practice: Id): Promise<number> =>
  inPractice(house.kernel.db, practice, async ({ tx }) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from app.arrival where practice_id = ${practice} and outcome = 'received'`.execute(tx);
    return rows[0]!.n;
  });
