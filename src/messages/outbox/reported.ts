import type { Instant } from '#ground/time.ts';
import type { MessageCommand } from './model.ts';

/** What a provider says became of a text. */
export interface Reported {
  status: string;
  provider_id: string;
  /** The provider's number for what went wrong. */
  code: string | null;
  address: string;
}

/** There is no such number, or it takes no texts: no later try would end otherwise. */
const FOR_GOOD = new Set(['21211', '21614', '30005', '30006']);

/** A status report as a command; null for one that says nothing we keep (ME-74, ME-75). */
export const reported = ({ status, provider_id, code, address }: Reported, at: Instant): MessageCommand | null => {
  if (status === 'delivered') return { do: 'delivered', at };
  if (status === 'undelivered' || status === 'failed') {
    const kind = code && FOR_GOOD.has(code) ? 'hard' : 'soft';
    const text = status === 'failed' ? 'The provider could not send it on.' : 'The network did not deliver it.';
    return { do: 'bounced', at, bounce: { kind, address, code: code ?? status, text } };
  }
  return ON_ITS_WAY.has(status) ? { do: 'proved', at, provider_id } : null;
};

const ON_ITS_WAY = new Set(['accepted', 'scheduled', 'queued', 'sending', 'sent']);
