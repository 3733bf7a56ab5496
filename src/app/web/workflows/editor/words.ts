import { about } from './words/about.ts';
import { actions } from './words/actions.ts';
import { conditions } from './words/conditions.ts';
import { dates } from './words/dates.ts';
import { forms } from './words/forms.ts';
import { head } from './words/head.ts';
import { letter } from './words/letter.ts';
import { list } from './words/list.ts';
import { publishing } from './words/publishing.ts';
import { reviews } from './words/reviews.ts';
import { step } from './words/step.ts';
import { task } from './words/task.ts';

/** What the editor of a workflow says (PL-172), by subject in `words/`. */
export const words = {
  ...head,
  ...list,
  ...step,
  ...reviews,
  ...dates,
  ...conditions,
  ...task,
  ...actions,
  ...forms,
  ...letter,
  ...about,
  ...publishing,
} as const;
