import { Textarea, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { TASKS, WORK_PATHS } from '../data.ts';
import type { TaskAct } from '../facts.ts';
import { DAY_FORMAT } from './ask-field.tsx';
import { assignmentOf, WhoSelect } from './dialogs.tsx';
import { useFocusBack } from './focus-back.ts';
import { takeBack } from './use-task-command.ts';
import { words } from './words.ts';

interface Values {
  title: string;
  to: string | null;
  due_on: string | null;
  instructions: string;
}

interface AddTaskProps {
  close: () => void;
  /** The run that waits for it. */
  run?: Id;
  /** The record it is about, where it belongs to no run. */
  about?: { record: 'person' | 'employee'; id: Id; name: string };
}

/** A task by hand: in a run, which then waits for it, or alone (WF-120). */
export const AddTaskSheet = ({ close, run, about }: AddTaskProps) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useForm<Values>({
    initialValues: { title: '', to: null, due_on: null, instructions: '' },
    validate: { title: (title) => (title.trim() ? null : words.add_missing) },
  });
  const send = async ({ title, to, due_on, instructions }: Values) => {
    const { event_id } = await api.post<TaskAct>(TASKS, {
      title: title.trim(),
      ...(run ? { run } : about ? { subject: { record: about.record, id: about.id } } : {}),
      ...(to ? { to: assignmentOf(to) } : {}),
      ...(due_on ? { due_on } : {}),
      ...(instructions.trim() ? { instructions: instructions.trim() } : {}),
    });
    close();
    await refresh(...WORK_PATHS);
    toast(words.added(title.trim()), event_id ? { undo: () => takeBack(event_id, refresh) } : {});
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.add_title}
      {...(run ? { intro: words.add_intro_run } : about ? { intro: words.add_intro_about(about.name) } : {})}
      form={form}
      verb={words.add_verb}
      submit={send}
    >
      <TextInput label={words.add_name} data-autofocus maxLength={120} {...form.getInputProps('title')} />
      <WhoSelect label={words.add_to} description={words.add_to_hint} clearable {...form.getInputProps('to')} />
      <DatePickerInput
        hideOutsideDates
        label={words.add_due}
        valueFormat={DAY_FORMAT}
        clearable
        placeholder={words.not_due}
        {...form.getInputProps('due_on')}
      />
      <Textarea
        label={words.add_instructions}
        placeholder={words.optional}
        autosize
        minRows={3}
        maxLength={10_000}
        {...form.getInputProps('instructions')}
      />
    </FormSheet>
  );
};
