import { useForm } from '@mantine/form';
import { type CalendarValues, type PracticeCalendar, valuesOf } from './calendar.ts';
import { words } from './words.ts';

export const useCalendarForm = (calendar: PracticeCalendar) =>
  useForm({
    initialValues: valuesOf(calendar),
    validate: {
      working_days: (value: CalendarValues['working_days']) => (value.length > 0 ? null : words.needs_working_day),
      holidays: { name: (value: string) => (value.trim() ? null : words.needs_name) },
    },
  });

export type CalendarForm = ReturnType<typeof useCalendarForm>;
