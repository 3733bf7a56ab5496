import { TextInput } from '@mantine/core';
import type { useForm } from '@mantine/form';
import { Moment } from '#kernel/ui/day.tsx';
import { words } from './quiet-words.ts';

/** What a list tells of an address’s or a mailbox’s quiet alarm (IN-181). */
export interface Quiet {
  quiet_days: number | null;
  quiet_since: string | null;
  quiet_suggested: number | null;
}

/** The days as they stand in the field; empty: nobody is told. */
export const quietText = (row: Quiet | undefined): string => String(row?.quiet_days ?? '');
export const quietDaysOf = (text: string): number | null => (text.trim() ? Number(text) : null);
export const quietWrong = (text: string): string | null =>
  !text.trim() || (/^\d{1,2}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 60) ? null : words.wrong;

/** After how many working days without mail somebody is told. */
export const QuietField = <V extends { quiet_days: string }>({
  form,
  suggested,
}: {
  form: Pick<ReturnType<typeof useForm<V>>, 'getInputProps'>;
  suggested: number | null | undefined;
}) => (
  <TextInput
    label={words.label}
    description={words.hint(suggested ?? null)}
    inputMode="numeric"
    autoComplete="off"
    {...form.getInputProps('quiet_days')}
  />
);

export const QuietFact = ({ quiet_days, quiet_since }: Quiet) =>
  quiet_days === null ? null : quiet_since ? (
    <span className="quiet-now">
      {words.since(quiet_days)} <Moment instant={quiet_since} />
    </span>
  ) : (
    <span>{words.after(quiet_days)}</span>
  );
