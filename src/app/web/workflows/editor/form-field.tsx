import { Checkbox, NumberInput, Select } from '@mantine/core';
import { Go } from '#kernel/ui/go.tsx';
import { FORM_LIMITS, type FormStep, RECIPIENTS } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { capital } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { CalmInput } from './calm-text.tsx';
import { MergeText } from './merge-text.tsx';
import { Part } from './part.tsx';
import { words } from './words.ts';

interface FormFieldProps {
  step: FormStep;
  said: DesignSaid;
  set: (changes: Partial<Record<keyof FormStep, unknown>>) => void;
}

/** Which form is asked of whom, how often they are reminded, and how long the link works (WF-57). */
export const FormField = ({ step, said, set }: FormFieldProps) => {
  const forms = (said.facts?.forms ?? []).filter(({ key, archived }) => !archived || key === step.form);
  const titleOf = (form: string | null) => forms.find(({ key }) => key === form)?.title;
  /** A step nobody has named yet is called as its form. */
  const choose = (form: string) => {
    const unnamed = step.title === said_words.form || step.title === titleOf(step.form);
    set({ form, ...(unnamed ? { title: titleOf(form) } : {}) });
  };
  const chosen = forms.find(({ key }) => key === step.form);
  return (
    <>
      <Part name="form" label={words.form_part}>
        <div className="stack">
          <Select
            label={words.form}
            searchable
            placeholder={words.choose_form}
            value={step.form || null}
            data={forms.map(({ key, title }) => ({ value: key, label: title }))}
            onChange={(form) => form && choose(form)}
          />
          {forms.length === 0 && (
            <p className="quiet">
              {words.no_forms}{' '}
              <Go className="link" to="/forms">
                {words.to_forms}
              </Go>
            </p>
          )}
          {chosen && <p className="part-hint-below">{words.form_asks(chosen.questions.map(({ label }) => label))}</p>}
          <Select
            label={words.answers_it}
            allowDeselect={false}
            value={step.recipient}
            data={RECIPIENTS.map((value) => ({ value, label: capital(said_words.recipients[value]) }))}
            onChange={(recipient) => recipient && set({ recipient })}
          />
          <Checkbox
            label={words.approve_first}
            description={words.approve_form_hint}
            checked={step.approve_first === true}
            onChange={(event) => set({ approve_first: event.currentTarget.checked || undefined })}
          />
        </div>
      </Part>
      <Part name="reminders" label={words.reminders} hint={words.reminders_hint}>
        <div className="stack">
          <CalmInput
            label={words.reminder_days}
            placeholder={words.reminders_none}
            value={step.reminders.join(', ')}
            onText={(text) => set({ reminders: daysIn(text) })}
          />
          <NumberInput
            hideControls
            label={words.expires_after}
            min={1}
            max={FORM_LIMITS.days}
            value={step.expires_after}
            onChange={(n) => typeof n === 'number' && n > 0 && set({ expires_after: n })}
          />
        </div>
      </Part>
    </>
  );
};

/** «3, 7» as days: whole ones, each once, as many as a step may have. */
export const daysIn = (text: string): number[] => {
  const days = (text.match(/\d+/g) ?? []).map(Number).filter((n) => n >= 1 && n <= FORM_LIMITS.days);
  return [...new Set(days)].slice(0, FORM_LIMITS.reminders);
};

/** The letter in the step's own words; without them it says the usual ones. */
export const FormMessage = ({ step, said, set, remove }: FormFieldProps & { remove: () => void }) => {
  const title = said.facts?.forms.find(({ key }) => key === step.form)?.title ?? step.title;
  const put = (changes: NonNullable<FormStep['message']>) => {
    const all = Object.entries({ ...step.message, ...changes }).filter(([, value]) => value);
    set({ message: all.length ? Object.fromEntries(all) : undefined });
  };
  return (
    <Part name="message" label={words.own_words} hint={words.own_words_hint} remove={remove}>
      <div className="stack">
        <CalmInput
          label={words.letter_subject}
          placeholder={title}
          maxLength={200}
          value={step.message?.subject ?? ''}
          onText={(subject) => put({ subject })}
        />
        <MergeText
          label={words.text}
          placeholder={words.usual_words(title)}
          value={step.message?.text ?? ''}
          set={(typed) => put({ text: typed })}
          said={said}
        />
      </div>
    </Part>
  );
};
