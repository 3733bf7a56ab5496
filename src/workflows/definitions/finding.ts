import type { Content, Step, SubjectKind } from './content.ts';
import type { DesignFacts } from './model.ts';

/** One line of the check list (WF-13): an error blocks publishing, a warning does not. */
export interface Finding {
  level: 'error' | 'warning';
  /** Absent when it is about the workflow as a whole. */
  step_key?: string;
  code: string;
  sentence: string;
}

/** What is checked, against which practice. */
export interface Design {
  content: Content;
  facts: DesignFacts;
  /** The workflow's own key, once it has one. */
  self?: string | undefined;
  /** For each step the keys of those that are surely finished before it. */
  before: ReadonlyMap<string, ReadonlySet<string>>;
}

/** `text` goes on from the step's title («Call the client» …); without a step it is the whole sentence. */
export const error = (step: Step | null, code: string, text: string): Finding => ({
  level: 'error',
  ...line(step, code, text),
});
export const warning = (step: Step | null, code: string, text: string): Finding => ({
  level: 'warning',
  ...line(step, code, text),
});

/** «prospects or clients». */
export const kindWords = (kinds: readonly SubjectKind[]): string => kinds.map((kind) => `${kind}s`).join(' or ');

const line = (step: Step | null, code: string, text: string): Omit<Finding, 'level'> =>
  step ? { step_key: step.key, code, sentence: `«${step.title}» ${text}` } : { code, sentence: text };
