import { Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import type { useForm } from '@mantine/form';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useThing } from '#kernel/ui/query.ts';
import type { Settings } from '#workflows/definitions/content.ts';
import { FIELDS } from '#workflows/definitions/fields.ts';
import { useMembers } from '../runs/data.ts';
import { spanOf } from '../runs/task/answers.ts';
import { DAY_FORMAT } from '../runs/task/ask-field.tsx';
import type { AskedValues } from './asked.ts';
import type { LaunchKind } from './data.ts';
import { words } from './words.ts';

interface AskedFieldsProps {
  as: LaunchKind;
  settings: Settings;
  form: ReturnType<typeof useForm<AskedValues>>;
  /** The one it is started on; absent for many. */
  subject?: Id;
}

/** The questions a workflow asks before it begins. */
export const AskedFields = ({ as, settings, form, subject }: AskedFieldsProps) => {
  const members = useMembers();
  const { run_date, period, refers_to, people_asked } = settings;
  const many = subject === undefined;
  const own = run_date?.default_field && FIELDS[as].find(({ field }) => field === run_date.default_field)?.label;
  return (
    <>
      {run_date && (
        <DatePickerInput
          hideOutsideDates
          label={run_date.label}
          {...(many ? { description: own ? words.own_date(own) : words.same_for_all } : {})}
          valueFormat={DAY_FORMAT}
          clearable={!run_date.required || many}
          {...form.getInputProps('run_date')}
        />
      )}
      {period === 'ask' && (
        <div className="launch-period">
          <DatePickerInput
            hideOutsideDates
            label={words.period_from}
            valueFormat={DAY_FORMAT}
            {...form.getInputProps('period.start')}
          />
          <DatePickerInput
            hideOutsideDates
            label={words.period_to}
            valueFormat={DAY_FORMAT}
            {...form.getInputProps('period.end')}
          />
        </div>
      )}
      {refers_to && subject && <AuthorizationField form={form} subject={subject} />}
      {people_asked.map(({ key, label, required }) => (
        <MemberSelect
          key={key}
          label={label}
          members={members}
          clearable={!required}
          {...(many ? { description: words.same_for_all } : {})}
          {...form.getInputProps(`people.${key}`)}
        />
      ))}
    </>
  );
};

interface Authorization {
  id: Id;
  kind: string;
  number: string | null;
  valid_from: PlainDate | null;
  valid_to: PlainDate | null;
}

/** One of the client's own authorizations. */
const AuthorizationField = ({ form, subject }: Pick<AskedFieldsProps, 'form'> & { subject: Id }) => {
  const { today, locale } = useClock();
  const { data, isPending } = useThing<{ items: Authorization[] }>('/authorizations', { client: subject, limit: 100 });
  const items = data?.items ?? [];
  return (
    <Select
      label={words.authorization}
      data={items.map(({ id, kind, number, valid_from, valid_to }) => ({
        value: id,
        label: [kind, number, spanOf({ valid_from, valid_to }, (day) => dayWords(day, today, locale))]
          .filter(Boolean)
          .join(' · '),
      }))}
      {...(!isPending && items.length === 0 ? { description: words.no_authorization } : {})}
      {...form.getInputProps('refers_to')}
    />
  );
};
