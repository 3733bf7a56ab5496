import { promises as dns } from 'node:dns';
import { BlockList, isIPv6 } from 'node:net';
import type { Asked, Checked, SenderCheck } from '#inbox/arrivals/port.ts';

/** Asks DNS about a name; throws with the code ENOTFOUND or ENODATA where the answer is that there is nothing. */
export type Resolve = (name: string, type: string) => Promise<string[][] | string[]>;

/** Nobody waits longer than this for a name, nor than that for a whole mail. */
const NAME_MS = 3_000;
const MAIL_MS = 8_000;
/** So long nobody is asked again where nobody answered at all. */
const QUIET_MS = 60_000;
/** More signatures tell nothing more, and each takes its time. */
const MOST_SIGNATURES = 10;

const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);
const isNothing = (error: unknown): boolean => NOTHING.has((error as NodeJS.ErrnoException).code ?? '');
const NOT_ASKED = { spf: 'none', dkim: 'none', dmarc: 'none', silent: true } as const;

/** The machine's own name servers. */
const ofMachine = (): Resolve => {
  const resolver = new dns.Resolver({ timeout: NAME_MS, tries: 1 });
  return (name, type) => resolver.resolve(name, type) as Promise<string[][]>;
};

/**
 * SPF, DKIM and DMARC of a mail (IN-68). What comes from inside the network was handed on, so its address says nothing of who
 * sent it: SPF is not asked then. Where no name server answers at all, none is asked for a minute.
 */
export const senderCheck = (resolve: Resolve = ofMachine(), clock = () => Date.now()): SenderCheck => {
  let quiet_until = 0;
  const isAnyoneThere = async (): Promise<boolean> => {
    const there = await within(NAME_MS, resolve('.', 'NS')).then(() => true, isNothing);
    if (!there) quiet_until = clock() + QUIET_MS;
    return there;
  };
  return async ({ raw, ip, helo, sender, from }) => {
    if (clock() < quiet_until) return NOT_ASKED;
    const ends = clock() + MAIL_MS;
    let unanswered = 0;
    const ask: Resolve = async (name, type) => {
      try {
        // what a mail brings may be slow on purpose; the policy of its sender is asked all the same
        if (clock() > ends && !name.startsWith('_dmarc.')) throw new Error('too late');
        return await within(NAME_MS, resolve(name, type));
      } catch (error) {
        if (isNothing(error)) throw error;
        unanswered += 1;
        throw Object.assign(new Error(`no answer about ${name}`), { code: 'ETIMEOUT' });
      }
    };
    try {
      const found = await findings({ raw, ip, helo, sender, from }, ask);
      return unanswered && !(await isAnyoneThere()) ? NOT_ASKED : found;
    } catch {
      return NOT_ASKED;
    }
  };
};

const findings = async ({ raw, ip, helo, sender, from }: Asked, resolver: Resolve): Promise<Checked> => {
  // Reading the package is a tenth of a start, and not every installation takes mail in.
  const { dkimVerify, dmarc, spf } = await import('mailauth');
  const part = signedPart(raw);
  const signed = part ? await dkimVerify(part, { resolver, sender }) : { headerFrom: [from], results: [] };
  const passed =
    ip === null || isInside(ip) ? null : await spf({ ip, helo: helo ?? ip, sender, mta: 'tickmark', resolver });
  const spf_says = passed?.status.result ?? 'none';
  const policy = signed.headerFrom?.length
    ? await dmarc({
        headerFrom: signed.headerFrom,
        spfDomains: passed && spf_says === 'pass' ? [passed.domain] : [],
        dkimDomains: signed.results
          .filter(({ status }) => status.result === 'pass')
          .map(({ id = '', signingDomain: domain, status: { aligned = false, underSized } }) => ({
            id,
            domain,
            aligned,
            ...(underSized !== undefined && { underSized }),
          })),
        resolver,
      })
    : false;
  const domain = domainOf(from);
  // what was found is about the sender that people see, and about no other
  const dmarc_says = policy && policy.status.header?.from === domain ? policy.status.result : 'none';
  const signatures = signed.results.map(({ status }) => status.result);
  const lacking =
    passed === null ||
    dmarc_says === 'temperror' ||
    (spf_says === 'temperror' && isKin(domainOf(sender), domain)) ||
    signed.results.some(({ status }) => status.result === 'temperror' && status.aligned);
  return {
    spf: spf_says,
    dkim: signatures.find((one) => one === 'pass') ?? signatures[0] ?? 'none',
    dmarc: dmarc_says,
    silent: lacking && dmarc_says !== 'pass',
  };
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** One is the other, or stands above it: somebody else's silence says nothing of a sender. */
const isKin = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** No honest mail has a longer head or line; signatures are computed over both in time that grows with their square. */
const MOST_HEAD = 128 * 1024;
const MOST_LINE = 1024 * 1024;

/** The mail with its first signatures, as each further one would be computed over all of it; null: it is taken as not signed. */
const signedPart = (raw: Uint8Array): Buffer | null => {
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const end = mail.subarray(0, MOST_HEAD).indexOf('\r\n\r\n');
  if (end < 0 || hasLongLine(mail)) return null;
  const head = mail.subarray(0, end + 2).toString('latin1');
  let seen = 0;
  const kept = head.replace(/^dkim-signature\s*:.*\r?\n(?:[ \t].*\r?\n)*/gim, (one) => {
    seen += 1;
    return seen > MOST_SIGNATURES ? '' : one;
  });
  return seen > MOST_SIGNATURES ? Buffer.concat([Buffer.from(kept, 'latin1'), mail.subarray(end + 2)]) : mail;
};

const hasLongLine = (mail: Buffer): boolean => {
  for (let from = 0; from < mail.length; ) {
    const end = mail.indexOf(10, from);
    if ((end < 0 ? mail.length : end) - from > MOST_LINE) return true;
    if (end < 0) return false;
    from = end + 1;
  }
  return false;
};

const INSIDE = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6');

/** An address of this machine or its own network. */
const isInside = (ip: string): boolean => {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return INSIDE.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
};
