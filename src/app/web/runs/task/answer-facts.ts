import type { Fact } from '#kernel/ui/thing-page.tsx';
import type { Task, Work } from '#workflows/runs/model.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { sayValue } from '#workflows/runs/words.ts';
import { taskStepOf } from './finish-form.tsx';

/** What a task was answered with, question by question. */
export const answerFacts = (work: Work, task: Task): Fact[] =>
  (taskStepOf(work, task)?.asks ?? [])
    .filter(({ key }) => (task.answers[key] ?? null) !== null)
    .map(({ key, label, type }) => ({
      label,
      value: type === 'member' ? nameOf(work, String(task.answers[key])) : sayValue(task.answers[key]),
    }));
