import { expect, test } from 'vitest';
import { networkOf } from './network.ts';

test('PL-43 PL-46 addresses of one IPv6 customer are one, IPv4 stands for itself in both its forms', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('2001:db8:1:2::5')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2:ffff:0:0:9')).toBe(networkOf('2001:0db8:0001:0002::1'));
  expect(networkOf('2001:db8:1:3::5')).not.toBe(networkOf('2001:db8:1:2::5'));
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect([networkOf(undefined), networkOf('elsewhere')]).toEqual(['unknown', 'unknown']);
});
