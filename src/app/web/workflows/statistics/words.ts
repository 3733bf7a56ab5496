import { plural } from '#ground/text.ts';

/** What is said where a workflow's steps are compared (PL-172). */
export const words = {
  statistics: 'Statistics',
  intro: 'How long each step takes, how often it is late, handed back or skipped: version beside version.',
  compare: 'Compare',
  with: 'with',
  version: (n: number) => `Version ${n}`,
  version_runs: (n: number, runs: number) => `Version ${n}, ${plural(runs, 'run', 'runs')}`,
  nothing: 'no other version',
  step: 'Step',
  median: 'Median time',
  late: 'Late',
  handed_back: 'Handed back',
  skipped: 'Skipped',
  none: '–',
  share: (part: number, of: number) => `${Math.round((100 * part) / of)} %`,
  share_of: (part: number, of: number) => `${part.toLocaleString('en')} of ${of.toLocaleString('en')}`,
  caption: 'Steps by version',
  empty: 'No run of it yet',
  empty_text: 'Once it was started, its steps stand here with the time they take and how often they are late.',
  see: 'See the workflow',
  minutes: (n: number) => `${n} min`,
  hours: (n: number) => `${n} h`,
  days: (n: number) => plural(n, 'day', 'days'),
} as const;

/** «25 min», «3.5 h», «4 days»: of a length that is looked at, not reckoned with. */
export const lengthWords = (hours: number): string => {
  if (hours < 1) return words.minutes(Math.round(hours * 60));
  if (hours < 36) return words.hours(Math.round(hours * 10) / 10);
  return words.days(Math.round(hours / 2.4) / 10);
};
