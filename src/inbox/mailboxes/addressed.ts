/** What the head of a fetched mail says of where it came to and from; nobody told an envelope. Pure. */

export interface Head {
  return_path: string | null;
  delivered_to: readonly string[];
  to: readonly string[];
  from: readonly string[];
}

/** No honest head is longer. */
const MOST_HEAD = 65_536;
const ADDRESS = /[^\s<>()[\],;:"]{1,64}@[^\s<>()[\],;:"]{1,253}/g;

/** Of the lines before the first empty one. */
export const headOf = (raw: Uint8Array): Head => {
  const start = Buffer.from(raw.subarray(0, MOST_HEAD)).toString('utf8');
  const lines = start
    .split(/\r?\n\r?\n/, 1)[0]!
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const values = (name: string): string[] =>
    lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));
  const addresses = (name: string): string[] =>
    values(name).flatMap((value) => value.toLowerCase().replaceAll('\0', '').match(ADDRESS) ?? []);
  const [path] = values('return-path');
  return {
    return_path: path === undefined ? null : (addresses('return-path')[0] ?? ''),
    delivered_to: addresses('delivered-to'),
    to: addresses('to'),
    from: addresses('from'),
  };
};

/** Who sent it: the return path that the last server noted, which is empty for reports; else whom it says it is from. */
export const senderIn = ({ return_path, from }: Head): string => return_path ?? from[0] ?? '';

/**
 * The address by which a mail came to a mailbox: with the `+tag` of the first that is the mailbox's own, as that picks the intake
 * address (IN-48). Its own are its user, whatever stands in `Delivered-To`, and the practice's main address.
 */
export const addressedTo = (
  { delivered_to, to }: Head,
  { user, main }: { user: string; main: string | null },
): string => {
  const plain = isAddress(user) ? user.toLowerCase() : null;
  const own = new Set([plain, main, ...delivered_to.map(withoutTag)]);
  const mine = [...delivered_to, ...to].filter((address) => own.has(withoutTag(address)));
  return mine.find((address) => address !== withoutTag(address)) ?? mine[0] ?? plain ?? to[0] ?? user.toLowerCase();
};

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);
const withoutTag = (address: string): string => address.replace(/\+[^@]*@/, '@');
