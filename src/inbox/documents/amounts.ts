import type { Money } from './model.ts';

/** Amounts as whole ten-thousandths, so that 0.1 + 0.2 is 0.3. */
const units = (amount: string): bigint => {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)!;
  const value = BigInt(whole!) * 10_000n + BigInt(part.slice(0, 4).padEnd(4, '0'));
  return sign ? -value : value;
};

const distance = (a: string, b: string): bigint => {
  const apart = units(a) - units(b);
  return apart < 0n ? -apart : apart;
};

/** Within what the practice lets differ; an amount that is missing, or another currency, is outside (IN-102). */
export const isWithin = (amount: Money | null, expected: Money | null, variance: Money): boolean =>
  !!amount &&
  !!expected &&
  amount.currency === expected.currency &&
  amount.currency === variance.currency &&
  distance(amount.amount, expected.amount) <= units(variance.amount);

/** No amount, and one in another currency, count as above (IN-119). */
export const isAbove = (amount: Money | null, limit: Money): boolean =>
  !amount || amount.currency !== limit.currency || units(amount.amount) > units(limit.amount);

/** «4310.01 AUD, expected 4300.00». */
export const sayAmounts = (amount: Money, expected: Money | null): string =>
  `${amount.amount} ${amount.currency}${expected ? `, expected ${expected.amount}${expected.currency === amount.currency ? '' : ` ${expected.currency}`}` : ''}`;
