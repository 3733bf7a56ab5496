import { Button, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useState } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { words } from './words.ts';

interface AddHolidayProps {
  /** Days that are in the list already. */
  taken: readonly PlainDate[];
  add: (date: PlainDate, name: string) => void;
}

/** A line of its own under the list: the day and what it is called. */
export const AddHoliday = ({ taken, add }: AddHolidayProps) => {
  const { today } = useClock();
  const [date, setDate] = useState<PlainDate | null>(null);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const no_day = !date ? words.needs_day : taken.includes(date) ? words.taken : null;
  const no_name = name.trim() ? null : words.needs_name;
  const send = () => {
    setTried(true);
    if (!date || no_day || no_name) return;
    add(date, name.trim());
    setDate(null);
    setName('');
    setTried(false);
  };
  return (
    <fieldset className="add-holiday">
      <legend>{words.add}</legend>
      <DatePickerInput
        aria-label={words.new_day}
        placeholder={words.day}
        valueFormat="ddd D MMM YYYY"
        previousLabel={words.month_before}
        nextLabel={words.month_after}
        popoverProps={{ attributes: { dropdown: { 'aria-label': words.new_day } } }}
        defaultDate={today}
        value={date}
        onChange={setDate}
        error={tried && no_day}
      />
      <TextInput
        aria-label={words.new_name}
        placeholder={words.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          send();
        }}
        error={tried && no_name}
      />
      <Button variant="default" onClick={send}>
        {words.add_verb}
      </Button>
    </fieldset>
  );
};
