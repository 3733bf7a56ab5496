import { MultiSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { type Answers, shownBy } from '#forms/answers.ts';
import { NO, type Question, valuesOf, YES } from '#forms/model.ts';
import type { Json } from '#kernel/decision/model.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { canAnswer } from '#workflows/runs/answering.ts';
import { filesOf } from '#workflows/runs/attaching.ts';
import type { At } from '#workflows/runs/moves.ts';
import { DAY_FORMAT } from './ask-field.tsx';
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
        {shownBy(questions, typed(questions, answers)).map((question) => (
          <Field key={question.key} question={question} form={form} at={at} />
        ))}
      </Form>
    </div>
  );
};

interface FieldProps {
  question: Question;
  form: ReturnType<typeof useForm<Values>>;
  at: At;
}

const Field = ({ question, form, at }: FieldProps) => {
  const path = `answers.${question.key}`;
  const common = {
    label: question.label,
    withAsterisk: false,
    ...(question.help ? { description: question.help } : {}),
    ...form.getInputProps(path),
  };
  const placeholder = question.required ? undefined : words.optional;
  switch (question.kind) {
    case 'long_text':
      return <Textarea {...common} {...clientData} placeholder={placeholder} autosize minRows={2} maxLength={10_000} />;
    case 'date':
      return (
        <DatePickerInput
          hideOutsideDates
          {...common}
          {...(placeholder ? { placeholder } : {})}
          valueFormat={DAY_FORMAT}
          clearable={!question.required}
          value={(form.values.answers[question.key] as string) || null}
          onChange={(day) => form.setFieldValue(path, day ?? '')}
        />
      );
    case 'yes_no':
    case 'one_of':
      return (
        <Radio.Group {...common}>
          <div className="choice-lines">
            {valuesOf(question).map((choice) => (
              <Radio key={choice} value={choice} label={SAID[question.kind === 'yes_no' ? choice : ''] ?? choice} />
            ))}
          </div>
        </Radio.Group>
      );
    case 'several_of':
      return <MultiSelect {...common} data={[...valuesOf(question)]} />;
    case 'file': {
      const files = filesOf(at.work, at.task).map(({ id, name }) => ({ value: id, label: name }));
      return <MultiSelect {...common} description={words.answer_files} data={files} />;
    }
    case 'number':
    case 'money':
      return (
        <TextInput {...common} {...clientData} placeholder={placeholder} inputMode="decimal" className="ask-number" />
      );
    case 'short_text':
    case 'email':
    case 'phone':
    case 'statement':
      return <TextInput {...common} {...clientData} placeholder={placeholder} maxLength={500} />;
    default:
      return question.kind satisfies never;
  }
};

const SAID: Readonly<Record<string, string>> = { [YES]: words.yes, [NO]: words.no };

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

/** As the rules read it, to know which questions are shown. */
const typed = (questions: readonly Question[], answers: Values['answers']): Answers =>
  Object.fromEntries(
    questions.map((one) => {
      const value = answers[one.key] ?? '';
      return [one.key, one.kind === 'yes_no' ? (value === YES ? true : value === NO ? false : null) : value];
    }),
  );
