import type { Facts } from '#kernel/decision/model.ts';

/** What was done about jobs that failed for good, as it follows the actor's name (PL-101). */
export const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  'job.run_again': () => 'ran a failed job again',
  'job.dismissed': () => 'let a failed job go undone',
};
