import type { Instant } from '#ground/time.ts';
import type { Security } from './model.ts';

/** Where a mailbox stands, and who opens it. */
export interface Place {
  host: string;
  port: number;
  security: Security;
  user: string;
  folder: string;
  /** Mail is moved or deleted there; else it is opened to be read only. */
  changes: boolean;
}

/** UIDs from one on, of mail that came on or after a day; null: without end, whenever it came. */
export interface Search {
  from: number;
  to: number | null;
  since: Instant | null;
}

/** A folder that is open. Whatever fails throws a MailboxFault, in the server's words; each call ends within its time. */
export interface OpenFolder {
  uid_validity: number;
  uid_next: number;
  messages: number;
  /** The server tells by itself when something comes. */
  tells: boolean;
  /** The lowest first. */
  find(search: Search): Promise<number[]>;
  /** What the server says each has, in bytes; without those that are gone. */
  sizes(uids: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** At most so many bytes of a mail from its beginning; null: it is gone. */
  read(uid: number, most: number): Promise<Uint8Array | null>;
  move(uids: readonly number[], folder: string): Promise<void>;
  remove(uids: readonly number[]): Promise<void>;
  /** Whether there is a folder with this name. */
  has(folder: string): Promise<boolean>;
  /** Ends when something came, after this time, or when the signal says so. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export class MailboxFault extends Error {}

/** Opens a folder over TLS, with a certificate that is valid. `app/house.ts` fills it. */
export type OpenMailbox = (place: Place, secret: string) => Promise<OpenFolder>;
