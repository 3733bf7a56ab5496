import type { PlainDate } from '#ground/time.ts';
import { type BlockedCode, blockedBy } from './blocked.ts';
import { asksMonthEnd } from './due.ts';
import type { Cadence, Occurrence, Planning } from './model.ts';
import { nextAfter, occurrences } from './occurrences.ts';
import { longDay, sentenceOf } from './sentence.ts';

/** How many dates a preview shows, and how many it may be asked for (CA-60). */
export const DATES_SHOWN = 6;
export const MOST_DATES = 60;

export type Preview = { blocked: BlockedCode } | { occurrences: Occurrence[] };

/** The next dates of one subject, or why it has none: exactly what would be made (CA-38, CA-60). */
export const previewOf = (
  planning: Planning,
  { from, count = DATES_SHOWN }: { from?: PlainDate; count?: number } = {},
): Preview => {
  const blocked = blockedBy(planning.versions.at(-1)!.cadence, planning.facts);
  return blocked ? { blocked } : { occurrences: occurrences(planning, { ...(from && { from }), count }) };
};

/** The sentence of a subject's cadence with its first date (CA-59). */
export const sentenceFor = (planning: Planning): string =>
  sentenceOf(planning.versions.at(-1)!.cadence, nextAfter(planning)?.scheduled ?? null);

export interface Warning {
  code: 'period_in_future' | 'month_end';
  because: string;
}

/** What is allowed and may not be meant: a typed period that is not over when work starts (CA-21), a month's end that is cut (CA-4). */
export const warningsOf = (cadence: Cadence, shown: readonly Occurrence[]): Warning[] => {
  const isTyped = cadence.period?.kind === 'fixed' || cadence.period?.kind === 'moving';
  const early = isTyped ? shown.find(({ period, start }) => period && period.to >= start) : undefined;
  const cut =
    cadence.kind === 'scheduled' &&
    cadence.day.kind === 'same' &&
    !cadence.anchor_day &&
    hasMonths(cadence) &&
    asksMonthEnd(cadence.anchor);
  return [
    ...(early?.period
      ? [
          {
            code: 'period_in_future' as const,
            because: `On ${longDay(early.start)} the period to ${longDay(early.period.to)} is not over.`,
          },
        ]
      : []),
    ...(cut
      ? [
          {
            code: 'month_end' as const,
            because: `${longDay(cadence.anchor)} is its month’s last day: choose whether you mean that day of the month, or the last day of each month.`,
          },
        ]
      : []),
  ];
};

const hasMonths = ({ every }: Extract<Cadence, { kind: 'scheduled' }>): boolean =>
  !['day', 'week'].includes(every.unit);
