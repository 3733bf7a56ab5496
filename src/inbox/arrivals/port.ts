import type { Checks } from '../items/model.ts';

/** What is asked about a mail that an SMTP client brought. */
export interface Asked {
  raw: Uint8Array;
  /** Who connected, as whom, and the envelope's sender. */
  ip: string | null;
  helo: string | null;
  sender: string;
  /** The address that the mail says it is from. */
  from: string;
}

export interface Checked extends Checks {
  /** What would have decided was asked and not answered. */
  silent: boolean;
}

/** Finds out whether a mail is from whom it says; never throws, and ends within its time. `app/house.ts` fills it. */
export type SenderCheck = (asked: Asked) => Promise<Checked>;
