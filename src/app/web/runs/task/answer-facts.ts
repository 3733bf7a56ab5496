import { sayAnswer } from '#forms/answers.ts';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import type { Task, Work } from '#workflows/runs/model.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { sayValue } from '#workflows/runs/words.ts';
import { taskStepOf } from './finish-form.tsx';

/** What a task was answered with, question by question. */
export const answerFacts = (work: Work, task: Task): Fact[] =>
  task.kind === 'form' ? formFacts(work, task) : askFacts(work, task);

/** As it was asked; files by their names. */
const formFacts = (work: Work, { id, form_answers }: Task): Fact[] => {
  const name = (file: string): string => work.files.find((one) => one.id === file)?.name ?? file;
  return (work.sheets?.[id]?.questions ?? [])
    .filter(({ key }) => (form_answers[key] ?? null) !== null)
    .map((question) => ({ label: question.label, value: sayAnswer(question, form_answers[question.key]!, name) }));
};

const askFacts = (work: Work, task: Task): Fact[] =>
  (taskStepOf(work, task)?.asks ?? [])
    .filter(({ key }) => (task.answers[key] ?? null) !== null)
    .map(({ key, label, type }) => ({
      label,
      value: type === 'member' ? nameOf(work, String(task.answers[key])) : sayValue(task.answers[key]),
    }));
