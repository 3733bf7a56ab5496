import { MultiSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import type { ReactNode } from 'react';
import { type Answers, shownBy } from '#forms/answers.ts';
import { NO, type Question, valuesOf, YES } from '#forms/model.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { words } from './words.ts';

/** What was typed into the questions of a form, by their keys: texts, and lists of choices and files. */
export type Typed = Readonly<Record<string, string | string[]>>;

interface QuestionFieldProps {
  question: Question;
  value: string | string[] | undefined;
  change: (value: string | string[]) => void;
  error: ReactNode;
  /** Where files are chosen. */
  file: (common: { label: string; description?: string; error: ReactNode }) => ReactNode;
}

const DAY_FORMAT = 'ddd D MMM YYYY';

/** One question of a form, answered by a member (WF-57, IN-11). */
export const QuestionField = ({ question, value, change, error, file }: QuestionFieldProps) => {
  const { label, help, required, kind } = question;
  // by its path the summary of a form names a field
  const common = {
    label,
    withAsterisk: false,
    error,
    'data-path': `answers.${question.key}`,
    ...(help ? { description: help } : {}),
  };
  const text = typeof value === 'string' ? value : '';
  const list = Array.isArray(value) ? value : [];
  const typing = {
    ...common,
    ...clientData,
    value: text,
    placeholder: required ? undefined : words.optional,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  switch (kind) {
    case 'long_text':
      return <Textarea {...typing} autosize minRows={2} maxLength={10_000} />;
    case 'date':
      return (
        <DatePickerInput
          hideOutsideDates
          {...common}
          {...(required ? {} : { placeholder: words.optional })}
          valueFormat={DAY_FORMAT}
          clearable={!required}
          value={text || null}
          onChange={(day) => change(day ?? '')}
        />
      );
    case 'yes_no':
    case 'one_of':
      return (
        <Radio.Group {...common} value={text} onChange={change}>
          <div className="choice-lines">
            {valuesOf(question).map((choice) => (
              <Radio key={choice} value={choice} label={(kind === 'yes_no' && SAID[choice]) || choice} />
            ))}
          </div>
        </Radio.Group>
      );
    case 'several_of':
      return <MultiSelect {...common} data={[...valuesOf(question)]} value={list} onChange={change} />;
    case 'file':
      return file(common);
    case 'number':
    case 'money':
      return <TextInput {...typing} inputMode="decimal" className="ask-number" />;
    case 'short_text':
    case 'email':
    case 'phone':
    case 'statement':
      return <TextInput {...typing} maxLength={500} />;
    default:
      return kind satisfies never;
  }
};

const SAID: Readonly<Record<string, string>> = { [YES]: words.yes, [NO]: words.no };

/** The questions that are asked when this is what was typed, as the rules read it. */
export const askedNow = (questions: readonly Question[], typed: Typed): Question[] =>
  shownBy(questions, read(questions, typed));

const read = (questions: readonly Question[], typed: Typed): Answers =>
  Object.fromEntries(
    questions.map(({ key, kind }) => {
      const value = typed[key] ?? '';
      return [key, kind === 'yes_no' ? (value === YES ? true : value === NO ? false : null) : value];
    }),
  );
