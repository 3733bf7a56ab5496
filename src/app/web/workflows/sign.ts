import type { Sign } from '#kernel/ui/run-line/model.ts';
import type { Step } from '#workflows/definitions/content.ts';

/** What a step is, as the run line draws it. */
export const signOf = (kind: Step['kind']): Sign => {
  switch (kind) {
    case 'task':
      return 'tick-box';
    case 'action':
      return 'action';
    case 'review':
      return 'review';
    case 'form':
      return 'form';
    default:
      return kind satisfies never;
  }
};
