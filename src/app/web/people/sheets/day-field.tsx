import { DatePickerInput, type DatePickerInputProps } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';

const FORMAT = 'ddd D MMM YYYY';

/** A day as text, `YYYY-MM-DD` or null. @example <DayField label="Earliest start" clearable {...form.getInputProps('earliest')} /> */
export const DayField = ({ ref: _, ...props }: DatePickerInputProps) => (
  <DatePickerInput valueFormat={FORMAT} {...props} />
);
