import { fold } from '#ground/text.ts';
import type { Problem } from '#kernel/decision/model.ts';
import { problem } from '#kernel/decision/rules.ts';

export const SHORTEST = 12;
export const LONGEST = 128;

/**
 * What is wrong with a new password, as a sentence at `pointer`; null when nothing is (PL-40). No rules of composition:
 * refused are the e-mail address, the practice's name, one character repeated and plain runs.
 */
export const passwordProblem = (
  password: string,
  about: { email: string; practice_names: readonly string[] },
  pointer = '/password',
): Problem | null => {
  const length = [...password].length;
  if (length < SHORTEST)
    return problem(
      pointer,
      'too_short',
      `A password has at least ${SHORTEST} characters; this has ${length}. Three or four words do well.`,
    );
  if (length > LONGEST) return problem(pointer, 'too_long', `A password has at most ${LONGEST} characters.`);
  if (names([about.email, about.email.split('@')[0]!]).has(plain(password))) {
    return problem(
      pointer,
      'is_email',
      'Your e-mail address is the first thing a stranger tries. Choose something else.',
    );
  }
  if (names(about.practice_names).has(plain(password))) {
    return problem(pointer, 'is_practice', 'The practice’s name is easy to guess. Choose something else.');
  }
  if (isRun(fold(password)))
    return problem(
      pointer,
      'plain_run',
      'This is one character repeated, or a run such as 123456. Choose something else.',
    );
  return null;
};

const plain = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '');
const names = (texts: readonly string[]): Set<string> => new Set(texts.map(plain).filter(Boolean));

const RUNS = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
];

/** One character over and over, or neighbours of one row forwards or backwards, beginning anew at its end. */
const isRun = (text: string): boolean =>
  new Set(text).size === 1 || RUNS.some((run) => follows(text, run) || follows(text, [...run].reverse().join('')));

const follows = (text: string, run: string): boolean => {
  const start = run.indexOf(text[0]!);
  return start >= 0 && [...text].every((character, i) => character === run[(start + i) % run.length]);
};
