import { Checkbox, Select } from '@mantine/core';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { SettingsPage } from '../shell.tsx';
import { bodyOf, type CalendarValues, type PracticeCalendar } from './calendar.ts';
import { useCalendarForm } from './form.ts';
import { Holidays } from './holidays.tsx';
import { Moves } from './moves.tsx';
import { RegionChoice } from './region.tsx';
import { words } from './words.ts';
import './calendar.css';

/** `/settings/calendar`: working days, holidays and the hour at which work starts (CA-26, CA-34). */
export default function CalendarPage() {
  const { data, error, refetch } = useThing<PracticeCalendar>('/practice-calendar');
  return (
    <SettingsPage here="calendar">
      <div className="settings-page">
        {error && !data ? (
          <ErrorState fault={error} retry={() => void refetch()} />
        ) : data ? (
          <CalendarForm key={data.version} calendar={data} />
        ) : (
          <PageSkeleton />
        )}
      </div>
    </SettingsPage>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

const CalendarForm = ({ calendar }: { calendar: PracticeCalendar }) => {
  const why_not = useWhyNot(writes('settings'));
  const refresh = useRefresh();
  const form = useCalendarForm(calendar);
  const save = async (values: CalendarValues) => {
    await api.put('/practice-calendar', bodyOf(values), { version: calendar.version });
    toast(words.saved);
    await refresh('/practice-calendar', '/practice', '/me');
  };
  return (
    <Form
      form={form}
      verb={words.save}
      submit={save}
      why_not={why_not}
      note={form.isDirty() && !why_not && <Moves values={form.values} version={calendar.version} />}
    >
      <Checkbox.Group
        label={words.working_days}
        description={words.working_days_hint}
        {...form.getInputProps('working_days')}
      >
        <div className="days">
          {words.days.map((day, at) => (
            <Checkbox key={day} value={String(at + 1)} label={day} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={words.start_hour}
        description={words.start_hour_hint(calendar.time_zone)}
        allowDeselect={false}
        data={HOURS}
        {...form.getInputProps('start_hour')}
      />
      <RegionChoice form={form} />
      <Holidays form={form} />
    </Form>
  );
};
