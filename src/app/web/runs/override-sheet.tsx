import { Checkbox, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useForm } from '@mantine/form';
import type { PlainDate } from '#ground/time.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { Override } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import type { DoRun } from './commands.ts';
import { DAY_FORMAT } from './task/ask-field.tsx';
import { assignmentOf, WhoSelect } from './task/dialogs.tsx';
import { useFocusBack } from './task/focus-back.ts';
import { words } from './words.ts';

interface OverrideProps {
  step: PlannedStep & { key: string };
  close: () => void;
  /** Throws the refusal. */
  send: (command: DoRun, said: string) => Promise<unknown>;
}

interface Values {
  to: string | null;
  due_on: PlainDate | null;
  skip: boolean;
  reason: string;
}

/** What is decided ahead for a planned step: who, when, or not at all (WF-111). */
export const OverrideSheet = ({ step, close, send }: OverrideProps) => {
  useFocusBack();
  const form = useForm<Values>({ initialValues: chosenBefore(step.ahead) });
  const isTask = step.kind !== 'action';
  const submit = async ({ to, due_on, skip, reason }: Values) => {
    await send(
      {
        do: 'override_step',
        step: step.key,
        ...(isTask ? { to: assignmentOf(to) ?? null, due_on } : {}),
        skip: skip ? (reason.trim() ? { reason: reason.trim() } : {}) : null,
      },
      words.ahead_done(step.title),
    );
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.ahead_title(step.title)}
      intro={words.ahead_intro}
      form={form}
      verb={words.ahead_verb}
      submit={submit}
    >
      {isTask && (
        <>
          <WhoSelect label={words.ahead_who} clearable data-autofocus {...form.getInputProps('to')} />
          <DatePickerInput
            hideOutsideDates
            label={words.ahead_due}
            valueFormat={DAY_FORMAT}
            clearable
            {...form.getInputProps('due_on')}
          />
        </>
      )}
      <Checkbox label={words.ahead_skip} {...form.getInputProps('skip', { type: 'checkbox' })} />
      {form.values.skip && (
        <TextInput label={words.ahead_skip_reason} maxLength={500} {...form.getInputProps('reason')} />
      )}
    </FormSheet>
  );
};

const chosenBefore = (ahead: Override | null): Values => ({
  to: ahead?.assignee_id ? `member:${ahead.assignee_id}` : ahead?.pool_role_id ? `role:${ahead.pool_role_id}` : null,
  due_on: ahead?.due_on ?? null,
  skip: !!ahead?.skip,
  reason: ahead?.skip?.reason ?? '',
});
