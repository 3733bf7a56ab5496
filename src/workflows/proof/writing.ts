import { sayAnswer } from '#forms/answers.ts';
import type { Id } from '#ground/id.ts';
import type { Json } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { nameOf, stepOf } from '#workflows/runs/state.ts';
import { sayValue } from '#workflows/runs/words.ts';
import { RUN_FIELDS, type RunProof, TASK_FIELDS } from './model.ts';

/** What a finished run tells, without the events that prove it. Pure. */
export const toldOf = (state: RunState): Pick<RunProof, 'run' | 'steps' | 'files' | 'people'> => ({
  run: {
    id: state.run.id,
    workflow: state.content.name,
    subject: state.subject.name,
    values: picked(state.run, RUN_FIELDS),
  },
  steps: inOrder(state).map((task) => stepTold(state, task)),
  files: state.files.flatMap(fileTold),
  people: Object.fromEntries(state.directory.members.map(({ id, name }) => [id, name])),
});

/** As the version has them, then what was added by hand. */
const inOrder = ({ content, tasks }: RunState): Task[] => {
  const place = (task: Task) => content.steps.findIndex(({ key }) => key === task.step_key) + 1 || Infinity;
  return [...tasks].sort((a, b) => place(a) - place(b));
};

const stepTold = (state: RunState, task: Task): RunProof['steps'][number] => ({
  id: task.id,
  key: task.step_key,
  kind: task.kind,
  done_by: task.finished_at
    ? `${nameOf(state, task.finished_by)}${task.finished_for ? ` for ${nameOf(state, task.finished_for)}` : ''}`
    : null,
  answers: answersOf(state, task),
  values: picked(task, TASK_FIELDS),
});

/** As they were asked; files by the names they have in the same file. */
const formAnswers = (state: RunState, { id, form_answers }: Task): { question: string; answer: string }[] => {
  const name = (file: string) => state.files.find((one) => one.id === file)?.name ?? file;
  return (state.sheets?.[id]?.questions ?? [])
    .filter(({ key }) => (form_answers[key] ?? null) !== null)
    .map((question) => ({ question: question.label, answer: sayAnswer(question, form_answers[question.key]!, name) }));
};

const answersOf = (state: RunState, task: Task): { question: string; answer: string }[] => {
  const { step_key, answers } = task;
  if (task.kind === 'form') return formAnswers(state, task);
  const step = stepOf(state, step_key);
  const asks = step?.kind === 'task' ? (step.asks ?? []) : [];
  return asks
    .filter(({ key }) => (answers[key] ?? null) !== null)
    .map(({ key, label, type }) => ({
      question: label,
      answer: type === 'member' ? nameOf(state, String(answers[key])) : sayValue(answers[key]),
    }));
};

const fileTold = ({ id, thing, name, type, bytes, sha256 }: FileRow): RunProof['files'] =>
  thing && kindOf(thing) === 'task' ? [{ id, task: idOf(thing) as Id, name, type, bytes, sha256 }] : [];

const picked = <Row extends object, Field extends keyof Row & string>(row: Row, fields: readonly Field[]) =>
  Object.fromEntries(fields.map((field) => [field, row[field] as Json]));
