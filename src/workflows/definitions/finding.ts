import type { Step, SubjectKind } from './content.ts';

/** One line of the check list (WF-13): an error blocks publishing, a warning does not. */
export interface Finding {
  level: 'error' | 'warning';
  /** Absent when it is about the workflow as a whole. */
  step_key?: string;
  code: string;
  sentence: string;
}

/** `text` goes on from the step's title («Call the client» …); without a step it is the whole sentence. */
export const error = (step: Step | null, code: string, text: string): Finding => finding('error', step, code, text);
export const warning = (step: Step | null, code: string, text: string): Finding => finding('warning', step, code, text);

/** «prospects or clients». */
export const kindWords = (kinds: readonly SubjectKind[]): string => kinds.map((kind) => `${kind}s`).join(' or ');

const finding = (level: Finding['level'], step: Step | null, code: string, text: string): Finding =>
  step ? { level, step_key: step.key, code, sentence: `«${step.title}» ${text}` } : { level, code, sentence: text };
