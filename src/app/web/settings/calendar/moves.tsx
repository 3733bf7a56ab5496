import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '#kernel/ui/client.ts';
import { bodyOf, type CalendarValues, type PracticeCalendar } from './calendar.ts';
import { words } from './words.ts';

const WAIT_MS = 400;

/** «This moves 12 planned dates of 3 runs», while the calendar is being changed (WF-41). */
export const Moves = ({ values, version }: { values: CalendarValues; version: number }) => {
  const [settled] = useDebouncedValue(values, WAIT_MS);
  const body = bodyOf(settled);
  const { data, isFetching } = useQuery({
    queryKey: ['/practice-calendar', 'moves', version, body],
    queryFn: () => api.put<PracticeCalendar>('/practice-calendar', { ...body, dry_run: true }, { version }),
    enabled: body.weekend.length < 7 && body.holidays.every(({ name }) => name.trim() !== ''),
  });
  const isOld = isFetching || settled !== values;
  return <output aria-live="polite">{isOld ? words.counting : data?.moves ? words.moves(data.moves) : ''}</output>;
};
