import { NumberInput, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { words as kit } from '../settings/calendar/words.ts';
import type { PanelValues } from './values.ts';
import { words } from './words.ts';

export interface PanelProps {
  values: PanelValues;
  set: (changes: Partial<PanelValues>) => void;
}

/** A choice whose words stand in `words`. */
export const Choice = <Value extends string>(props: {
  label: string;
  value: Value;
  words: Readonly<Record<string, string>>;
  of?: readonly Value[];
  set: (value: Value) => void;
  hide_label?: boolean;
}) => (
  <Select
    {...(props.hide_label ? { 'aria-label': props.label } : { label: props.label })}
    allowDeselect={false}
    value={props.value}
    data={(props.of ?? (Object.keys(props.words) as Value[])).map((value) => ({ value, label: props.words[value]! }))}
    onChange={(to) => to && props.set(to as Value)}
  />
);

export const Count = ({
  label,
  value,
  min = 0,
  max = 366,
  set,
}: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  set: (n: number) => void;
}) => (
  <NumberInput
    aria-label={label}
    hideControls
    min={min}
    max={max}
    value={value}
    onChange={(to) => set(Math.min(max, Math.max(min, Math.round(Number(to) || min))))}
  />
);

export const DayField = ({
  label,
  value,
  set,
  error,
}: {
  label: string;
  value: PlainDate | null;
  set: (day: PlainDate | null) => void;
  error?: string | undefined;
}) => {
  const { today } = useClock();
  return (
    <DatePickerInput
      label={label}
      placeholder={words.pick_day}
      valueFormat="ddd D MMM YYYY"
      previousLabel={kit.month_before}
      nextLabel={kit.month_after}
      popoverProps={{ attributes: { dropdown: { 'aria-label': label } } }}
      defaultDate={value ?? today}
      value={value}
      onChange={set}
      error={error}
    />
  );
};
