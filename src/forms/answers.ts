import { isAmount } from '#ground/text.ts';
import { isDate } from '#ground/time.ts';
import type { Json, Problem } from '#kernel/decision/model.ts';
import { problem } from '#kernel/decision/rules.ts';
import { isEmail, tidyEmail } from '#people/fields/emails.ts';
import { NO, type Question, valuesOf, YES } from './model.ts';

/**
 * Answers by the key of their question: a text; a number; `yes` is true and `no` false; several choices and the ids of files
 * as lists; of a statement the name typed under it. A question that is not shown has none (IN-92).
 */
export type Answers = Readonly<Record<string, Json>>;

const NOTE_MAX = 10_000;
const LINE_MAX = 500;

/** The questions asked when these are the answers: a hidden one hides what it decides. */
export const shownBy = (questions: readonly Question[], answers: Answers): Question[] => {
  const shown: Question[] = [];
  for (const one of questions) {
    const decided = shown.find(({ key }) => key === one.shown_if?.question);
    if (!one.shown_if || (decided && chosen(decided, answers).includes(one.shown_if.is))) shown.push(one);
  }
  return shown;
};

const chosen = (question: Question, answers: Answers): readonly Json[] => {
  const answer = answers[question.key];
  if (Array.isArray(answer)) return answer;
  return [answer === true ? YES : answer === false ? NO : (answer ?? null)];
};

/** What was typed, in the form in which it is kept; what cannot be read stays as it was typed. */
export const tidied = (questions: readonly Question[], typed: Answers): Answers =>
  Object.fromEntries(
    questions.flatMap((one) => {
      const value = tidy(one, typed[one.key] ?? null);
      return isEmpty(value) ? [] : [[one.key, value]];
    }),
  );

const tidy = ({ kind }: Question, value: Json): Json => {
  if (kind === 'several_of' || kind === 'file') return Array.isArray(value) ? value : value === null ? [] : [value];
  if (kind === 'yes_no') return value === YES ? true : value === NO ? false : value;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  switch (kind) {
    case 'number':
      return text !== '' && Number.isFinite(Number(plain(text))) ? Number(plain(text)) : text;
    case 'money':
      return plain(text);
    case 'email':
      return tidyEmail(text);
    default:
      return text;
  }
};

/** «1,234.50» and «1 234.50» as they are kept: a comma that ends in two digits would be ambiguous and stays. */
const plain = (text: string): string =>
  /^-?\d{1,3}([, ]\d{3})+(\.\d+)?$/.test(text) ? text.replace(/[, ]/g, '') : text;

const isEmpty = (value: Json): boolean => value === null || value === '' || (Array.isArray(value) && !value.length);

/**
 * Reads what was typed: the answers to the questions that are shown, and what is wrong with them, all at once, a sentence each
 * (IN-93). Pointers name the question's key.
 */
export const readAnswers = (
  questions: readonly Question[],
  typed: Answers,
): { answers: Answers; faults: Problem[] } => {
  const all = tidied(questions, typed);
  const asked = shownBy(questions, all);
  const faults = asked.flatMap((one) => faultOf(one, all[one.key] ?? null) ?? []);
  return { answers: Object.fromEntries(asked.flatMap(({ key }) => (key in all ? [[key, all[key]!]] : []))), faults };
};

const faultOf = (question: Question, value: Json): Problem | null => {
  const at = `/answers/${question.key}`;
  if (isEmpty(value))
    return question.required ? problem(at, 'required', MISSING[question.kind] ?? 'Please answer this.') : null;
  const wrong = mistake(question, value);
  return wrong === null ? null : problem(at, 'wrong', wrong);
};

const MISSING: Partial<Record<Question['kind'], string>> = {
  yes_no: 'Please choose yes or no.',
  one_of: 'Please choose one.',
  several_of: 'Please choose at least one.',
  file: 'Please choose a file.',
  statement: 'Please type your full name to agree.',
};

const mistake = (question: Question, value: Json): string | null => {
  const text = typeof value === 'string' ? value : null;
  const texts = Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : null;
  switch (question.kind) {
    case 'short_text':
      return short(text, LINE_MAX);
    case 'long_text':
      return short(text, NOTE_MAX);
    case 'number':
      return typeof value === 'number' ? null : 'This is not a number, for example 12 or 3.5.';
    case 'money':
      return text !== null && isAmount(text) ? null : 'This is not an amount, for example 1234.50.';
    case 'date':
      return text !== null && isDate(text) ? null : 'This is not a day, written YYYY-MM-DD.';
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'Please choose yes or no.';
    case 'one_of':
      return text !== null && valuesOf(question).includes(text) ? null : 'Please choose one of these.';
    case 'several_of':
      return texts?.every((one) => valuesOf(question).includes(one)) ? null : 'Please choose from these.';
    case 'email':
      return text !== null && isEmail(text) ? null : 'This is not an e-mail address, for example anna@bay.example.';
    case 'phone':
      return text !== null && /^\+?[\d\s()./-]{5,30}$/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 5
        ? null
        : 'This is not a phone number, for example +44 20 7946 0000.';
    case 'file':
      return texts ? null : 'Please choose a file.';
    case 'statement':
      return text !== null && text.length >= 2 ? short(text, 120) : 'Please type your full name to agree.';
    default:
      return question.kind satisfies never;
  }
};

const short = (text: string | null, most: number): string | null =>
  text === null
    ? 'Please write this as a text.'
    : text.length > most
      ? `This is too long: at most ${most} characters.`
      : null;

/** An answer as people read it; `name` says what a file is called. */
export const sayAnswer = ({ kind }: Pick<Question, 'kind'>, value: Json, name: (file: string) => string): string => {
  if (isEmpty(value)) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map((one) => (kind === 'file' ? name(String(one)) : String(one))).join(', ');
  return kind === 'statement' ? `Agreed by ${String(value)}` : String(value);
};
