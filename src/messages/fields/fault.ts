import type { Fault } from './model.ts';
import { nearestName } from './nearest.ts';

/** A part of a source while it is checked: where its text stands in what the author sees. */
export interface Part {
  part: Fault['part'];
  text: string;
}

/** A fault at an offset of the part, with lines and columns counted from 1 (ME-11). */
export const faultAt = ({ part, text }: Part, offset: number, code: string, sentence: string): Fault => {
  const before = text.slice(0, offset).split('\n');
  return { part, line: before.length, column: before.at(-1)!.length + 1, code, sentence, nearest: null };
};

/** «There is no …», with the nearest name that exists (ME-11). */
export const unknownAt = (
  part: Part,
  offset: number,
  { code, typed, what, names }: { code: string; typed: string; what: string; names: Iterable<string> },
): Fault => {
  const nearest = nearestName(typed, names);
  const meant = nearest ? ` Did you mean «${nearest}»?` : '';
  return { ...faultAt(part, offset, code, `There is no ${what} «${typed}».${meant}`), nearest };
};
