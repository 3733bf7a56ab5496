import { readFileSync } from 'node:fs';
import { type Listener, listenForMail } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { StartRefusal } from '#ground/result.ts';
import { receiveArrival } from '#inbox/arrivals/receiving.ts';
import { spend } from '#kernel/access/sessions/limits.ts';
import { receiveMail } from '#messages/replies/receiving.ts';
import type { Config } from '../config.ts';
import type { House } from '../house.ts';
import { recipientOf } from './mail-addresses.ts';
import { keepForOperator } from './postmaster.ts';

/** The one listener of the house: each mail goes to the room that its address belongs to (IN-43, IN-44, ME-79). */
export const takeMailIn = (
  house: House,
  config: Pick<Config, 'HOST' | 'INBOUND_MAX_MB' | 'INBOUND_TLS_CERT' | 'INBOUND_TLS_KEY' | 'INBOUND_LIMITS'>,
  { port, domain, onFault }: { port: number; domain: string | null; onFault(error: unknown): void },
): Promise<Listener> => {
  const storing = { kernel: house.kernel, storage: house.files.storage };
  return listenForMail({
    port,
    host: config.HOST,
    maxBytes: config.INBOUND_MAX_MB * 1_048_576,
    tls: certificate(config),
    ...(config.INBOUND_LIMITS && { isTooMuch: (from, practice) => isTooMuch(house, from, practice) }),
    find: (address) => recipientOf(house.engine, domain, address),
    receive: async ({ practice, room, to }, { raw, envelope }) => {
      if (room === 'operator') await keepForOperator(house, { raw, sender: envelope.from });
      else if (room === 'inbox') await receiveArrival(storing, practice, { raw, to, envelope });
      else await receiveMail(storing, practice, { raw, return_path: envelope.from, to });
      // Where this process reads mail too, it begins now.
      house.queue.poke();
    },
    onFault,
  });
};

/** Counted by all nodes together (IN-47, PL-46). A report has no sender, so many of them are no one's. */
const isTooMuch: (house: House, from: { ip: string; sender: string }, practice: Id | null) => Promise<boolean> = async (
  { access },
  { ip, sender },
  practice,
) => {
  const ofMail = [['mail_network', ip] as const, ...(sender ? [['mail_sender', sender] as const] : [])];
  return (await spend(access, practice ? [['mail_practice', practice]] : ofMail)) !== null;
};

const certificate = ({ INBOUND_TLS_CERT, INBOUND_TLS_KEY }: Pick<Config, 'INBOUND_TLS_CERT' | 'INBOUND_TLS_KEY'>) =>
  INBOUND_TLS_CERT && INBOUND_TLS_KEY ? { cert: fileOf(INBOUND_TLS_CERT), key: fileOf(INBOUND_TLS_KEY) } : null;

const fileOf = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StartRefusal(
      `${path}, the certificate or key of the mail listener, cannot be read: ${(error as Error).message}`,
    );
  }
};
