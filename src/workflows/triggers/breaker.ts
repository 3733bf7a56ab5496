import type { Id } from '#ground/id.ts';

/** How many automatic launches a workflow had lately: on each subject within 24 hours, on all within an hour. */
export interface Lately {
  on_subject: ReadonlyMap<Id, number>;
  all: number;
}

export const ON_SUBJECT = 10;
export const IN_AN_HOUR = 1_000;

/** Why one more launch would be too many, as the end of «is paused: …»; null while it is not (WF-172). */
export const tooMany = (lately: Lately, subject: Id, name: string): string | null => {
  if ((lately.on_subject.get(subject) ?? 0) >= ON_SUBJECT)
    return `it started more than ${ON_SUBJECT} runs on ${name} within 24 hours`;
  return lately.all >= IN_AN_HOUR
    ? `it started more than ${IN_AN_HOUR.toLocaleString('en')} runs within an hour`
    : null;
};

/** After one more. */
export const oneMore = (lately: Lately, subject: Id): Lately => ({
  on_subject: new Map([...lately.on_subject, [subject, (lately.on_subject.get(subject) ?? 0) + 1]]),
  all: lately.all + 1,
});
