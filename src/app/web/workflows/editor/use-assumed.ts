import { useMemo, useState } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import { type Dated, dated } from '../dating.ts';
import type { Facts } from '../facts.ts';

export interface Assumed {
  /** The imagined run all dates of the editor belong to. */
  run: Dated;
  setStart: (date: PlainDate) => void;
  /** An outside date as the designer wants to see it; undefined lets it follow the steps again. */
  setAnchor: (anchor: string, date: PlainDate | undefined) => void;
  known: Readonly<Record<string, PlainDate>>;
}

/** On which dates the editor draws the run: today at first, and every outside date where it leaves the steps their time. */
export const useAssumed = (content: Content, facts: Facts): Assumed => {
  const { today } = useClock();
  const [start, setStart] = useState(today);
  const [known, setKnown] = useState<Record<string, PlainDate>>({});
  const run = useMemo(() => dated(content, start, facts.calendar, known), [content, start, facts.calendar, known]);
  const setAnchor = (anchor: string, date: PlainDate | undefined) =>
    setKnown((now) => {
      const { [anchor]: _, ...others } = now;
      return date ? { ...others, [anchor]: date } : others;
    });
  return { run, setStart, setAnchor, known };
};
