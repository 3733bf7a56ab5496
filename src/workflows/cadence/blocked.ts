import { EVENT_FACTS } from './events.ts';
import type { Cadence, ClientFacts } from './model.ts';
import { factOfPeriod } from './periods.ts';

/** Why a client gets no date: the fact that is missing (CA-15, CA-28). */
export type BlockedCode = 'year_end_missing' | 'tax_period_missing' | 'subject_end_missing';

export const BLOCKED: Readonly<Record<BlockedCode, string>> = {
  year_end_missing: 'The year end is not known.',
  tax_period_missing: 'The tax period is not known.',
  subject_end_missing: 'The end of the engagement is not known.',
};

/** Null where the client has all that the cadence asks. */
export const blockedBy = (cadence: Cadence, facts: ClientFacts): BlockedCode | null => {
  const asked = [cadence.kind === 'event' ? cadence.of : null, factOfPeriod(cadence.period)];
  const missing = asked.find((fact) => fact && !facts[fact]);
  if (missing) return EVENT_FACTS[missing];
  return cadence.due.kind === 'subject_end' && !facts.ends_on ? 'subject_end_missing' : null;
};

/** Why a date of somebody who has it all is not made (CA-40). */
export const CLIENT_INACTIVE = 'The client is inactive.';
