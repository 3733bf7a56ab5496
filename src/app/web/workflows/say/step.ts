import type { Step } from '#workflows/definitions/content.ts';
import { sayAction } from './action.ts';
import { sayForm } from './form.ts';
import { sayOffset, sayOffsetShort } from './offset.ts';
import { capital, type Said, sayPeople, sayReviewers } from './who.ts';

/** Who and by when, or what happens, in one line: «Manager, else whoever starts it · within 3 business days». */
export const sayStep = (step: Step, said: Said): string => {
  const { content } = said;
  const parts =
    step.kind === 'action'
      ? [sayAction(step, said), step.start && sayOffset(step.start, content)]
      : step.kind === 'form'
        ? [sayForm(step, said), step.due && sayOffsetShort(step.due, content)]
        : [
            capital(step.kind === 'review' ? sayReviewers(step.reviewers, said) : sayPeople(step.who, said)),
            step.due && sayOffsetShort(step.due, content),
          ];
  return parts.filter(Boolean).join(' · ');
};
