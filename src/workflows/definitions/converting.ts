import type { Condition, Step, SubjectKind } from './content.ts';
import type { Design } from './finding.ts';

/**
 * The kinds a subject can have by the time a step happens (ME-22): behind a conversion that every prospect goes through it is
 * a client. A conversion with another condition may have been left out, and then a prospect is a prospect still.
 */
export const kindsAt = (
  { content, before }: Pick<Design, 'content' | 'before'>,
  step: Step,
): readonly SubjectKind[] => {
  const earlier = before.get(step.key);
  const converted = content.steps.some((one) => earlier?.has(one.key) && convertsAll(one));
  return converted
    ? [...new Set(content.subject_kinds.map((kind) => (kind === 'prospect' ? 'client' : kind)))]
    : content.subject_kinds;
};

const convertsAll = (step: Step): boolean =>
  step.kind === 'action' && step.do === 'convert' && (!step.only_if || asksForProspect(step.only_if));

const asksForProspect = (condition: Condition): boolean =>
  'field' in condition && condition.field === 'subject.kind' && condition.is === 'is' && condition.value === 'prospect';
