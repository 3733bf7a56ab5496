import { addDays, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Authorization } from './model.ts';

export const STATUSES = ['ended', 'expired', 'pending', 'upcoming', 'in_force'] as const;
export type AuthorizationStatus = (typeof STATUSES)[number];

type Dated = Pick<Authorization, 'ended_on' | 'valid_from' | 'valid_to' | 'state'>;

/** Derived from facts, never stored: the first line that holds wins; both days of the validity are inside (PE-56). */
export const authorizationStatus = (one: Dated, today: PlainDate): AuthorizationStatus => {
  if (one.ended_on && one.ended_on <= today) return 'ended';
  if (one.valid_to && one.valid_to < today) return 'expired';
  if (one.state === 'pending') return 'pending';
  return one.valid_from && one.valid_from > today ? 'upcoming' : 'in_force';
};

/** A pending one allows planning, not billing (PE-55). */
export const allows = (one: Dated, today: PlainDate): { planning: boolean; billing: boolean } => {
  const status = authorizationStatus(one, today);
  return { planning: status !== 'ended' && status !== 'expired', billing: status === 'in_force' };
};

/** Days until the last day, which counts as 0; null: open-ended. */
export const daysLeft = ({ valid_to }: Pick<Authorization, 'valid_to'>, today: PlainDate): number | null =>
  valid_to === null ? null : daysBetween(today, valid_to);

/** Approved, ending within n days, and no approved renewal follows (PE-59). */
export const isExpiring = (
  one: Dated,
  { today, days, replaced }: { today: PlainDate; days: number; replaced: boolean },
): boolean =>
  one.state === 'approved' &&
  !replaced &&
  one.valid_to !== null &&
  authorizationStatus(one, today) !== 'ended' &&
  one.valid_to >= today &&
  one.valid_to <= addDays(today, days);

export interface Seam {
  code: 'gap' | 'overlap';
  days: number;
  sentence: string;
}

/** What a renewal leaves open or covers twice: shown, not refused (PE-58). */
export const seam = (old: Pick<Authorization, 'valid_to'>, renewal: Pick<Authorization, 'valid_from'>): Seam | null => {
  if (!old.valid_to || !renewal.valid_from) return null;
  const days = daysBetween(old.valid_to, renewal.valid_from) - 1;
  if (days === 0) return null;
  const count = Math.abs(days);
  const word = count === 1 ? 'day' : 'days';
  return days > 0
    ? { code: 'gap', days: count, sentence: `There is a gap of ${count} ${word} between the two.` }
    : { code: 'overlap', days: count, sentence: `The two overlap by ${count} ${word}.` };
};

/** The first day a renewal is proposed from: the day after the old one ends (PE-58). */
export const proposedFrom = (old: Pick<Authorization, 'valid_to'>): PlainDate | null =>
  old.valid_to && addDays(old.valid_to, 1);
