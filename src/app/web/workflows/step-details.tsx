import { Fragment, type ReactNode } from 'react';
import type { FormStep, Step } from '#workflows/definitions/content.ts';
import { fieldOf } from '#workflows/definitions/fields.ts';
import { sayCondition } from './say/condition.ts';
import { sayTitles } from './say/order.ts';
import type { Said } from './say/who.ts';
import { words as said_words } from './say/words.ts';
import { words } from './words.ts';

export const stepHasDetails = (step: Step): boolean =>
  !!step.instructions ||
  step.kind === 'review' ||
  step.kind === 'form' ||
  (step.kind === 'task' &&
    !!(step.checklist?.length || step.asks?.length || step.outcomes?.length || step.files_min || step.finish_if));

/** What a person will see who does the step: instructions, checklist, questions, outcomes. */
export const StepDetails = ({ step, said }: { step: Step; said: Said }) => {
  const task = step.kind === 'task' ? step : undefined;
  const review = step.kind === 'review' ? step : undefined;
  const form = step.kind === 'form' ? step : undefined;
  const parts: [string, ReactNode][] = [
    [words.instructions, step.instructions],
    [words.reviewed, review && sayTitles(review.of, said.content.steps)],
    [words.questions, form && questionsIn(form, said).join(' · ')],
    [words.reminders, form?.reminders.length ? words.after_days(form.reminders) : undefined],
    [words.link_works, form && words.days(form.expires_after)],
    [words.letter, form?.message?.text],
    [words.at_least, review && words.at_least_n[review.at_least]],
    [
      words.checklist,
      !!task?.checklist?.length && (
        <ul>
          {task.checklist.map(({ key, text, required }) => (
            <li key={key}>
              {text}
              {!required && <span className="quiet"> ({said_words.optional})</span>}
            </li>
          ))}
        </ul>
      ),
    ],
    [
      words.asks,
      !!task?.asks?.length && (
        <ul>
          {task.asks.map(({ key, label, type, required, writes }) => (
            <li key={key}>
              {label}
              <span className="quiet">
                {' '}
                · {said_words.ask_type[type]}
                {!required && ` (${said_words.optional})`}
                {writes && ` · ${words.writes(labelOf(writes, said))}`}
              </span>
            </li>
          ))}
        </ul>
      ),
    ],
    [words.outcomes, task?.outcomes?.join(', ')],
    [words.file, task?.files_min ? words.files(task.files_min) : undefined],
    [words.finish_if, task?.finish_if && sayCondition(task.finish_if, said)],
  ];
  return (
    <dl className="step-details">
      {parts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
};

const questionsIn = ({ form }: FormStep, { facts }: Said): string[] =>
  (facts?.forms.find(({ key }) => key === form)?.questions ?? []).map(({ label }) => label);

const labelOf = (name: string, { content, facts }: Said): string => {
  const fields = content.subject_kinds.map((kind) => fieldOf(kind, name, facts?.custom_fields));
  return fields.find((field) => field !== undefined)?.label ?? name;
};
