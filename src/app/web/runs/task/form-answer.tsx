import { MultiSelect } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import type { Answers } from '#forms/answers.ts';
import { NO, type Question, YES } from '#forms/model.ts';
import type { Json } from '#kernel/decision/model.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { canAnswer } from '#workflows/runs/answering.ts';
import { filesOf } from '#workflows/runs/attaching.ts';
import type { At } from '#workflows/runs/moves.ts';
import { askedNow, QuestionField } from '../../forms/question-field.tsx';
import { words } from './words.ts';

interface FormAnswerProps {
  at: At;
  /** Throws the refusal; it is shown at its questions, and what was typed stays. */
  answer: (answers: Answers) => Promise<unknown>;
  /** Goes up when somebody asks to enter the answer: then it opens and its first field takes the focus. */
  asked: number;
}

interface Values {
  answers: Record<string, string | string[]>;
}

/** What a client said, entered for them: the questions of the form as they are asked (WF-57). */
export const FormAnswer = ({ at, answer, asked }: FormAnswerProps) => {
  const { work, task } = at;
  const questions = work.sheets?.[task.id]?.questions ?? [];
  const form = useForm<Values>({ initialValues: { answers: before(questions, task.form_answers) } });
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked > 0) box.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [asked]);
  if (!asked || !questions.length) return null;
  const { answers } = form.values;
  return (
    <div ref={box} className="task-part">
      <h3>{words.answer_for}</h3>
      <Form form={form} verb={words.save_answer} submit={() => answer(answers)} free why_not={canAnswer(at)?.because}>
        {askedNow(questions, answers).map((question) => {
          const path = `answers.${question.key}`;
          const value = answers[question.key];
          return (
            <QuestionField
              key={question.key}
              question={question}
              value={value}
              change={(to) => form.setFieldValue(path, to)}
              error={form.errors[path]}
              file={(common) => (
                <MultiSelect
                  {...common}
                  description={words.answer_files}
                  data={filesOf(at.work, at.task).map(({ id, name }) => ({ value: id, label: name }))}
                  value={Array.isArray(value) ? value : []}
                  onChange={(to) => form.setFieldValue(path, to)}
                />
              )}
            />
          );
        })}
      </Form>
    </div>
  );
};

const isList = ({ kind }: Question): boolean => kind === 'several_of' || kind === 'file';

/** What was answered in the round before. */
const before = (questions: readonly Question[], answers: Readonly<Record<string, Json>>): Values['answers'] =>
  Object.fromEntries(
    questions.map((one) => {
      const value = answers[one.key] ?? null;
      if (isList(one)) return [one.key, Array.isArray(value) ? value.map(String) : []];
      return [one.key, value === null ? '' : value === true ? YES : value === false ? NO : String(value)];
    }),
  );
