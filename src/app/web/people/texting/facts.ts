import type { Id } from '#ground/id.ts';
import type { ConsentSource, ConsentState, SuppressionReason } from '#messages/addresses/model.ts';

/** A row of `GET /consents?client=`: a number of a client, with or without a consent. */
export interface ConsentRow {
  id: Id;
  version: number;
  number: string;
  state: ConsentState;
  source: ConsentSource | null;
  words: string | null;
  at: string | null;
  by_name: string | null;
  contact: { id: Id; name: string } | null;
  label: string | null;
  suppressed: SuppressionReason | null;
}

export const CONSENTS = '/consents';

/** Kinds of state of the kit, by what may be sent. */
export const CHIP: Readonly<Record<ConsentState, string>> = { consented: 'on', none: 'none', opted_out: 'failed' };
