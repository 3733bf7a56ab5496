import type { ExpectedCase } from '#workflows/definitions/expect.ts';

export type Cases = Readonly<Record<string, readonly ExpectedCase[]>>;

const START = '2026-03-02';

const LINE = /^([\d-]{10}) ([a-z_]+)(?: ([a-z]\w*))?(?: ([\d-]{10}))?$/;

/** A case that starts on 2 March 2026: a line each of the day, what happens, the step and when it is due. */
export const one = (name: string, given: Partial<ExpectedCase['given']>, list: string): ExpectedCase => ({
  name,
  given: { start: START, fields: {}, horizon: 30, act: { how: 'on_due' }, steps: {}, changes: [], ...given },
  follows: list.trim().split('\n').map(lineOf),
});

const lineOf = (line: string): ExpectedCase['follows'][number] => {
  const [, on, what, step, due_on] = LINE.exec(line.trim()) ?? [];
  if (!on) throw new Error(`«${line}» is no line of a case`);
  return {
    on,
    what: what as ExpectedCase['follows'][number]['what'],
    ...(step && { step }),
    ...(due_on && { due_on }),
  };
};
