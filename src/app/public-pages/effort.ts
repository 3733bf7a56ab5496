import { createHash } from 'node:crypto';
import { EFFORT, puzzleText, solves } from '#inbox/forms/effort.ts';

/** The script that works the puzzles out; `vite.config.ts` builds it under this name. */
export const EFFORT_SCRIPT = '/assets/effort.js?1';

/** Whether what came with a form is the work for its page: one number for each puzzle, joined by dots (IN-95). */
export const workedOut = (page: string, given: string): boolean => {
  const numbers = given.split('.', EFFORT.puzzles + 1);
  return (
    numbers.length === EFFORT.puzzles &&
    numbers.every(
      (one, puzzle) =>
        /^\d{1,9}$/.test(one) &&
        solves(
          createHash('sha256')
            .update(puzzleText(page, puzzle, Number(one)))
            .digest(),
        ),
    )
  );
};
