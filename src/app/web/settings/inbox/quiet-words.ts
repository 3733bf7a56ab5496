import { plural } from '#ground/text.ts';

const days = (n: number): string => plural(n, 'working day', 'working days');

export const words = {
  label: 'Tell us after working days without mail',
  hint: (suggested: number | null) =>
    suggested === null
      ? '1 to 60. Left empty, nobody is told. Owners, Admins and the alert addresses hear it once.'
      : `1 to 60, left empty nobody is told. In the last 90 days mail came at least every ${days(suggested)}: with ${suggested} you hear of the first longer silence.`,
  wrong: 'Give a whole number from 1 to 60, or nothing.',
  after: (n: number) => `Tells after ${days(n)} without mail`,
  since: (n: number) => `No mail for ${days(n)}, told`,
} as const;
