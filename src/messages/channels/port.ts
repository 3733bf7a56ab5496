/** What the domain of a sender says of itself (ME-78): asked of the names of the internet, with a time-out. */
export interface RecordsPort {
  /** The texts that stand under a name; an empty list where there are none, null where nobody could be asked. */
  texts(name: string): Promise<readonly string[] | null>;
  /** The servers that take mail for a domain; null where nobody could be asked. */
  mailServers(domain: string): Promise<readonly string[] | null>;
}

/** How a test went. */
export interface Tested {
  /** It was taken, or for SMS the account opened with the secret. */
  ok: boolean;
  /** The provider's own words. */
  said: string;
  /** The channel's own fault: nothing can leave by it (ME-62). */
  down: boolean;
}
