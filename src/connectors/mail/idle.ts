import type SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface Opened {
  connection: SMTPConnection;
  /** Rejects when the connection is lost. */
  failed: Promise<never>;
  /** It is over, whoever ended it. */
  ended: boolean;
  /** How many mails it has taken. */
  mails: number;
}

/** Connections that wait for the next mail to the same place, signed in the same way. */
export interface IdleConnections {
  take(place: string): Opened | undefined;
  keep(place: string, opened: Opened): void;
}

/** Some servers take no more than a hundred by one connection. */
const MOST_MAILS = 100;
/** So long one waits: between the mails of one piece of work, and not for another day's. */
const IDLE_MS = 1_000;

export const idleConnections = (): IdleConnections => {
  const places = new Map<string, Map<Opened, NodeJS.Timeout>>();
  const remove = (place: string, opened: Opened): void => {
    const waiting = places.get(place);
    clearTimeout(waiting?.get(opened));
    waiting?.delete(opened);
    if (!waiting?.size) places.delete(place);
  };
  return {
    take: (place) => {
      for (const opened of [...(places.get(place)?.keys() ?? [])]) {
        remove(place, opened);
        if (!opened.ended) return opened;
      }
      return undefined;
    },
    keep: (place, opened) => {
      if (opened.mails >= MOST_MAILS) return opened.connection.quit();
      const waiting = places.get(place) ?? places.set(place, new Map()).get(place)!;
      const leave = (): void => {
        remove(place, opened);
        opened.connection.quit();
      };
      waiting.set(opened, setTimeout(leave, IDLE_MS));
    },
  };
};
