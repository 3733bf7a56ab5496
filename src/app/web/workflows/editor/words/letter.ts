import { plural } from '#ground/text.ts';

/** The editor of a workflow on the message of a step, as somebody would get it. */
export const letter = {
  letter: 'As it would read',
  letter_for: 'Shown for',
  letter_sample: 'A sample record',
  letter_to: 'To',
  letter_leaves: 'Leaves',
  letter_looked_at: 'once somebody has looked at it',
  letter_files: 'Files',
  letter_files_of: (titles: readonly string[]) => `those of ${titles.map((title) => `«${title}»`).join(', ')}`,
  letter_not: 'Nothing would be sent.',
  letter_waits: (fields: string, name: string) => `Missing for ${name}: ${fields}. It would wait for that.`,
  letter_open: (name: string) => `Open ${name}`,
  letter_run_knows: 'known once it runs',
  used_by: (n: number) => (n ? `used by ${plural(n, 'workflow', 'workflows')}` : 'not used yet'),
} as const;
