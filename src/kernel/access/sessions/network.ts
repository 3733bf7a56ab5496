import { isIP } from 'node:net';

/**
 * Whose address it is, for limits: an IPv6 customer has a whole /64 to choose addresses from, so that is what is counted;
 * IPv4 in IPv6's clothes is IPv4. Several callers without an address share one name.
 */
export const networkOf = (address: string | undefined): string => {
  if (!address || isIP(address) === 0) return 'unknown';
  if (isIP(address) === 4) return address;
  const plain = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') {
    const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16)) as [number, number];
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
};
