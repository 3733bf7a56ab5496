import type { FormStep } from './content.ts';
import { kindsAt } from './converting.ts';
import { type Design, error, type Finding, kindWords, warning } from './finding.ts';
import { unknownFields } from './merge.ts';
import type { DesignFacts, DesignForm } from './model.ts';

/** Is there a form to ask with, will it reach somebody, and do its reminders come before the end (WF-13, WF-57)? */
export const formFindings = (design: Design, step: FormStep): Finding[] => [
  ...missing(design.facts, step),
  ...recipientFindings(design, step),
  ...reminderFindings(step),
  ...wordFindings(design, step),
];

export const formOf = ({ forms }: Pick<DesignFacts, 'forms'>, { form }: Pick<FormStep, 'form'>) =>
  forms.find(({ key }) => key === form);

/** What the step asks, as the form stands now. */
export const questionsOf = (facts: Pick<DesignFacts, 'forms'>, step: Pick<FormStep, 'form'>): DesignForm['questions'] =>
  formOf(facts, step)?.questions ?? [];

const missing = (facts: DesignFacts, step: FormStep): Finding[] => {
  const form = formOf(facts, step);
  if (!step.form) return [error(step, 'form_missing', 'asks with no form yet. Choose one.')];
  if (!form) return [error(step, 'form_missing', `asks with the form «${step.form}», which does not exist.`)];
  if (form.archived) return [error(step, 'form_missing', `asks with «${form.title}», which is archived.`)];
  return form.questions.length
    ? []
    : [error(step, 'form_empty', `asks with «${form.title}», which has no question yet.`)];
};

const recipientFindings = ({ content: { subject_kinds } }: Design, step: FormStep): Finding[] =>
  step.recipient === 'primary_contact' && subject_kinds.includes('employee')
    ? [warning(step, 'recipient', 'asks the primary contact, and an employee has none; the employee is asked.')]
    : [];

const reminderFindings = (step: FormStep): Finding[] => {
  const late = step.reminders.filter((day) => day >= step.expires_after);
  return late.length
    ? [
        warning(
          step,
          'reminder_late',
          `reminds on day ${late.join(' and day ')}, but after ${step.expires_after} days the link is over. That reminder would not be sent.`,
        ),
      ]
    : [];
};

const wordFindings = (design: Design, step: FormStep): Finding[] => {
  const kinds = kindsAt(design, step);
  return unknownFields([step.message?.subject, step.message?.text].join(' '), kinds).map((name) =>
    error(step, 'merge_field', `asks for {{${name}}}, which is not known for ${kindWords(kinds)}.`),
  );
};
