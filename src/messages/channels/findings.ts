import type { RecordsPort } from './port.ts';

/** What a check found, each with what to do about it (ME-78). */
export interface Finding {
  what: 'sending' | 'sender' | 'tls' | 'spf' | 'dkim' | 'dmarc';
  /** `unsure`: nobody could be asked, or it cannot be known from here. */
  is: 'good' | 'bad' | 'unsure';
  found: string;
  /** Null when all is well. */
  to_do: string | null;
}

/** The names under which most providers keep their keys; the practice's own may have another. */
export const SELECTORS = ['default', 'dkim', 'google', 'k1', 'mail', 's1', 's2', 'selector1', 'selector2'] as const;

/** Asks for everything at once. Refuses nothing: what cannot be asked is a finding too. */
export const findingsOf = async (address: string, records: RecordsPort): Promise<Finding[]> => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const [servers, own, policy, ...keys] = await Promise.all([
    records.mailServers(domain),
    records.texts(domain),
    records.texts(`_dmarc.${domain}`),
    ...SELECTORS.map((selector) => records.texts(`${selector}._domainkey.${domain}`)),
  ]);
  return [sender(domain, servers), spf(domain, own), dkim(domain, keys), dmarc(domain, policy)];
};

const UNASKED = 'The names of the internet could not be asked from this machine.';
const LATER = 'Check again when this machine can reach a name server.';
const unasked = (what: Finding['what']): Finding => ({ what, is: 'unsure', found: UNASKED, to_do: LATER });

export const sender = (domain: string, servers: readonly string[] | null): Finding => {
  if (!servers) return unasked('sender');
  return servers.length
    ? { what: 'sender', is: 'good', found: `${domain} takes mail, so answers and bounces arrive.`, to_do: null }
    : {
        what: 'sender',
        is: 'bad',
        found: `${domain} names no server that takes mail, so answers and bounces are lost.`,
        to_do: `Use an address of a domain with mailboxes, or give ${domain} an MX record.`,
      };
};

export const spf = (domain: string, texts: readonly string[] | null): Finding => {
  if (!texts) return unasked('spf');
  const found = texts.filter((text) => /^v=spf1(\s|$)/i.test(text));
  if (found.length > 1)
    return {
      what: 'spf',
      is: 'bad',
      found: `${domain} has ${found.length} SPF records, and receivers then believe none.`,
      to_do: 'Put them together into one TXT record that begins with «v=spf1».',
    };
  const [only] = found;
  if (!only)
    return {
      what: 'spf',
      is: 'bad',
      found: `${domain} has no SPF record, so receivers cannot tell who may send for it.`,
      to_do: `Add a TXT record on ${domain} that names your mail server, for example «v=spf1 include:… -all».`,
    };
  if (/\s[+]?all\s*$/i.test(only))
    return {
      what: 'spf',
      is: 'bad',
      found: `«${only}» lets the whole world send for ${domain}.`,
      to_do: 'End it with «-all» or «~all».',
    };
  return { what: 'spf', is: 'good', found: `«${only}»`, to_do: null };
};

export const dkim = (domain: string, keys: readonly (readonly string[] | null)[]): Finding => {
  const at = keys.findIndex((texts) => texts?.some((text) => /(^|;)\s*p=[^;\s]/i.test(text)));
  if (at >= 0) return { what: 'dkim', is: 'good', found: `A key stands under «${SELECTORS[at]}».`, to_do: null };
  if (keys.every((texts) => texts === null)) return unasked('dkim');
  return {
    what: 'dkim',
    is: 'unsure',
    found: `No key stands under the usual names of ${domain}; yours may have another name.`,
    to_do:
      'Look at the test message: its source has a line «DKIM-Signature» when your mail server signs. If not, switch signing on there.',
  };
};

export const dmarc = (domain: string, texts: readonly string[] | null): Finding => {
  if (!texts) return unasked('dmarc');
  const found = texts.find((text) => /^v=DMARC1\s*;/i.test(text));
  if (!found)
    return {
      what: 'dmarc',
      is: 'bad',
      found: `${domain} has no DMARC record, which large receivers ask for.`,
      to_do: `Add a TXT record on _dmarc.${domain}, to begin with «v=DMARC1; p=none; rua=mailto:…».`,
    };
  const lax = /;\s*p=none\b/i.test(found);
  return {
    what: 'dmarc',
    is: 'good',
    found: `«${found}»`,
    to_do: lax ? 'It only watches. Once its reports show no stranger, ask for «p=quarantine».' : null,
  };
};
