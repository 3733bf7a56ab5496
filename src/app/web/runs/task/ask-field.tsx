import { Select, Textarea, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import type { useForm } from '@mantine/form';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { Ask } from '#workflows/definitions/content.ts';
import type { Work } from '#workflows/runs/model.ts';
import { sayField } from '#workflows/runs/words.ts';
import { useMembers } from '../data.ts';
import { spanOf } from './answers.ts';
import { words } from './words.ts';
import './task.css';

/** What a finish form holds: answers as text, by the ask's key. */
export interface FinishValues {
  outcome: string;
  answers: Record<string, string>;
  override_reason: string;
}

export type FinishFields = ReturnType<typeof useForm<FinishValues>>;

export const DAY_FORMAT = 'ddd D MMM YYYY';

/** One question of a task, by its type (WF-52). */
export const AskField = ({ ask, work, form }: { ask: Ask; work: Work; form: FinishFields }) => {
  const members = useMembers();
  const { today, locale } = useClock();
  const path = `answers.${ask.key}`;
  const common = {
    label: ask.label,
    withAsterisk: false,
    ...(ask.writes ? { description: words.writes(sayField(`subject.${ask.writes}`)) } : {}),
    ...(ask.required ? {} : { placeholder: words.optional }),
    ...form.getInputProps(path),
  };
  const value = form.values.answers[ask.key] ?? '';
  const choose = (to: string | null) => form.setFieldValue(path, to ?? '');
  switch (ask.type) {
    case 'text':
      return <Textarea {...common} {...clientData} autosize minRows={1} maxLength={4000} />;
    case 'number':
      return <TextInput {...common} {...clientData} inputMode="decimal" className="ask-number" />;
    case 'money':
      return <TextInput {...common} {...clientData} inputMode="decimal" className="ask-number" />;
    case 'date':
      return (
        <DatePickerInput
          hideOutsideDates
          {...common}
          valueFormat={DAY_FORMAT}
          clearable={!ask.required}
          value={value || null}
          onChange={choose}
        />
      );
    case 'yes_no':
      return (
        <Select
          {...common}
          data={[
            { value: 'true', label: words.yes },
            { value: 'false', label: words.no },
          ]}
          clearable={!ask.required}
          value={value || null}
          onChange={choose}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={ask.choices ?? []}
          clearable={!ask.required}
          value={value || null}
          onChange={choose}
        />
      );
    case 'member':
      return (
        <MemberSelect {...common} members={members} clearable={!ask.required} value={value || null} onChange={choose} />
      );
    case 'authorization':
      return (
        <Select
          {...common}
          data={Object.entries(work.records).map(([id, record]) => ({
            value: id,
            label: spanOf(record, (day) => dayWords(day, today, locale)),
          }))}
          clearable={!ask.required}
          value={value || null}
          onChange={choose}
        />
      );
    default:
      return ask.type satisfies never;
  }
};
