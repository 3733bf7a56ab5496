import { type Answers, shownBy } from '#forms/answers.ts';
import { type Question, valuesOf } from '#forms/model.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Task } from '#workflows/runs/model.ts';

/** What somebody answers who is not told what to answer: to each question that is shown and required the first there is. */
export const someAnswers = (
  questions: readonly Question[],
  said: Readonly<Record<string, Json>>,
  task: Pick<Task, 'due_on'>,
): Answers => {
  const answers: Record<string, Json> = { ...said };
  for (const one of questions) {
    const shown = shownBy(questions, answers).includes(one);
    if (shown && one.required && answers[one.key] === undefined) answers[one.key] = firstOf(one, task);
  }
  return answers;
};

const firstOf = (question: Question, { due_on }: Pick<Task, 'due_on'>): Json => {
  switch (question.kind) {
    case 'short_text':
    case 'long_text':
    case 'statement':
      return 'answered';
    case 'number':
      return 1;
    case 'money':
      return '1.00';
    case 'date':
      return due_on ?? '2000-01-01';
    case 'yes_no':
      return true;
    case 'one_of':
      return valuesOf(question)[0] ?? null;
    case 'several_of':
      return valuesOf(question).slice(0, 1) as string[];
    case 'email':
      return 'somebody@example.com';
    case 'phone':
      return '+447700900018';
    case 'file':
      return [];
    default:
      return question.kind satisfies never;
  }
};
