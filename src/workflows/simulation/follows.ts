import type { ExpectedCase } from '#workflows/definitions/expect.ts';
import type { Line } from './model.ts';

/** A dated list as a case keeps it; what is still open at the end says nothing. */
export const followsOf = (lines: readonly Line[]): ExpectedCase['follows'] =>
  lines
    .filter(({ what }) => what !== 'open')
    .map(({ on, what, step, due_on, text }) => ({
      on,
      what,
      ...(step && { step }),
      ...(due_on && { due_on }),
      ...(text !== null && { text }),
    }));
