import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '#kernel/ui/form/form.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SENDER_RULES } from '../../inbox/blocking.ts';
import { type PartProps, within } from './of-practice.tsx';
import { words } from './words.ts';

/** Whether mail is answered, what is set aside, and for how long it is kept (IN-70, IN-74, IN-76). */
export const MailSettings = ({ now, why_not, save }: PartProps) => {
  const { data } = useThing<{ filtered: boolean }>(SENDER_RULES);
  const form = useForm({
    initialValues: {
      automatic_answer: now.automatic_answer,
      spam_marks_only: now.spam_marks_only,
      days: String(now.raw_days),
    },
    validate: { days: (text) => (within(text, 30, 3650) ? null : words.days_wrong) },
  });
  const submit = ({ days, ...switches }: typeof form.values) =>
    save({ ...switches, raw_days: Number(days) }, words.saved_mail);
  return (
    <Form form={form} verb={words.save} submit={submit} why_not={why_not}>
      <Switch
        label={words.answers}
        description={words.answers_hint}
        {...form.getInputProps('automatic_answer', { type: 'checkbox' })}
      />
      {data?.filtered && (
        <Switch
          label={words.spam}
          description={words.spam_hint}
          {...form.getInputProps('spam_marks_only', { type: 'checkbox' })}
        />
      )}
      <TextInput
        className="settings-count"
        label={words.days}
        description={words.days_hint}
        inputMode="numeric"
        {...form.getInputProps('days')}
      />
    </Form>
  );
};
