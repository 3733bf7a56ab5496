import { Resolver } from 'node:dns/promises';
import type { RecordsPort } from '#messages/channels/port.ts';

/** Nobody waits longer than this for a name. */
const TIMEOUT_MS = 3_000;
/** The name is there without such a record, or is not there: both are an answer. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/** Asks the machine's own name servers. */
export const dnsRecords = (resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 })): RecordsPort => ({
  texts: (name) => asked(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
  mailServers: (domain) => asked(async () => (await resolver.resolveMx(domain)).map(({ exchange }) => exchange)),
});

const asked = async (ask: () => Promise<string[]>): Promise<string[] | null> => {
  try {
    return await ask();
  } catch (error) {
    return NOTHING.has((error as NodeJS.ErrnoException).code ?? '') ? [] : null;
  }
};
