import type { Problem } from '#kernel/decision/model.ts';
import { problem } from '#kernel/decision/rules.ts';
import { chooses, decides, type Question, valuesOf } from './model.ts';

/** What keeps questions from being asked, each at its place: a key twice, nothing to choose from, a condition on nothing. */
export const faultsOf = (questions: readonly Question[]): Problem[] =>
  questions.flatMap((question, at) => [
    ...keyFaults(questions, at),
    ...choiceFaults(question, at),
    ...shownFaults(questions, at),
  ]);

const keyFaults = (questions: readonly Question[], at: number): Problem[] => {
  const { key, label } = questions[at]!;
  const twin = questions.findIndex((other) => other.key === key);
  if (twin === at) return [];
  const why = `«${label}» has the key «${key}», which «${questions[twin]!.label}» has too. Every question needs a key of its own.`;
  return [problem(`/questions/${at}/key`, 'taken', why)];
};

const choiceFaults = (question: Question, at: number): Problem[] => {
  const { choices = [], label } = question;
  if (!chooses(question)) return [];
  const place = `/questions/${at}/choices`;
  if (choices.length < 2)
    return [problem(place, 'choices_missing', `«${label}» needs at least two things to choose from.`)];
  const twice = choices.find((choice, i) => choices.indexOf(choice) !== i);
  return twice ? [problem(place, 'choice_twice', `«${label}» offers «${twice}» twice.`)] : [];
};

const shownFaults = (questions: readonly Question[], at: number): Problem[] => {
  const { shown_if, label } = questions[at]!;
  if (!shown_if) return [];
  const earlier = questions.slice(0, at).find(({ key }) => key === shown_if.question);
  const place = `/questions/${at}/shown_if`;
  if (!earlier || !decides(earlier)) {
    const why = `«${label}» is shown by the answer to a question that does not stand before it, or has no answers to choose from.`;
    return [problem(place, 'shown_if', why)];
  }
  if (valuesOf(earlier).includes(shown_if.is)) return [];
  const why = `«${label}» is shown if «${earlier.label}» is «${shown_if.is}», which is none of its answers.`;
  return [problem(place, 'shown_if', why)];
};
