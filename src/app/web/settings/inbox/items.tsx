import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { inboxSettings } from '#inbox/items/settings.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { SENDER_RULES } from '../../inbox/blocking.ts';
import { useWhyNot } from '../../me/me.ts';
import type { Practice } from '../practice.ts';
import { words } from './words.ts';

interface Values {
  in_progress: boolean;
  grace: string;
  answers: boolean;
  bulk_send: boolean;
  approvals: boolean;
  spam: boolean;
  days: string;
}

/** A whole number in this range. */
const within = (text: string, from: number, to: number): boolean =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;

/** What a practice sets for all its items (IN-24, IN-74, IN-76, IN-104, IN-172). */
export const ItemSettings = ({ practice }: { practice: Practice }) => {
  const why_not = useWhyNot(writes('settings'));
  const refresh = useRefresh();
  const { data } = useThing<{ filtered: boolean }>(SENDER_RULES);
  const now = inboxSettings.parse(practice.settings.inbox ?? {});
  const form = useForm<Values>({
    initialValues: {
      in_progress: now.in_progress_for_mail_and_forms,
      grace: String(now.grace_seconds),
      answers: now.automatic_answer,
      bulk_send: now.bulk_send,
      approvals: now.approval_mail,
      days: String(now.raw_days),
      spam: now.spam_marks_only,
    },
    validate: {
      grace: (text) => (within(text, 0, 60) ? null : words.grace_wrong),
      days: (text) => (within(text, 30, 3650) ? null : words.days_wrong),
    },
  });
  const save = async ({ in_progress, grace, answers, bulk_send, approvals, days, spam }: Values) => {
    const inbox = {
      ...now,
      in_progress_for_mail_and_forms: in_progress,
      grace_seconds: Number(grace),
      automatic_answer: answers,
      bulk_send,
      approval_mail: approvals,
      raw_days: Number(days),
      spam_marks_only: spam,
    };
    await api.patch('/practice', { settings: { inbox } }, { version: practice.version });
    toast(words.saved_items);
    await refresh('/practice', '/me', '/items', '/item-sendings');
  };
  return (
    <Form form={form} verb={words.save} submit={save} why_not={why_not}>
      <Switch
        label={words.in_progress}
        description={words.in_progress_hint}
        {...form.getInputProps('in_progress', { type: 'checkbox' })}
      />
      <TextInput
        label={words.grace}
        description={words.grace_hint}
        inputMode="numeric"
        {...form.getInputProps('grace')}
      />
      <Switch
        label={words.answers}
        description={words.answers_hint}
        {...form.getInputProps('answers', { type: 'checkbox' })}
      />
      <Switch
        label={words.approvals}
        description={words.approvals_hint}
        {...form.getInputProps('approvals', { type: 'checkbox' })}
      />
      <Switch
        label={words.bulk_send}
        description={words.bulk_send_hint}
        {...form.getInputProps('bulk_send', { type: 'checkbox' })}
      />
      {data?.filtered && (
        <Switch
          label={words.spam}
          description={words.spam_hint}
          {...form.getInputProps('spam', { type: 'checkbox' })}
        />
      )}
      <TextInput label={words.days} description={words.days_hint} inputMode="numeric" {...form.getInputProps('days')} />
    </Form>
  );
};
