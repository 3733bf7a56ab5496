import { Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useForm } from '@mantine/form';
import { addDays, type PlainDate } from '#ground/time.ts';
import { can, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useMe, useWho } from '../../me/me.ts';
import type { MemberRow } from '../practice.ts';
import type { DelegationRow } from './delegations.ts';
import { words } from './words.ts';

const MOST = 90;
const picker = {
  valueFormat: 'ddd D MMM YYYY',
  previousLabel: words.month_before,
  nextLabel: words.month_after,
} as const;
/** The calendar floats as a dialog and needs a name of its own. */
const named = (label: string) => ({ popoverProps: { attributes: { dropdown: { 'aria-label': label } } } });

interface Values {
  member_id: string;
  deputy_id: string;
  from_on: PlainDate;
  to_on: PlainDate;
  covers: DelegationRow['covers'];
}

/** Sets a deputy: for oneself, or with `delegation.others` for anybody (PL-34). */
export const DeputySheet = ({ close }: { close: () => void }) => {
  const { member } = useMe();
  const who = useWho();
  const { today } = useClock();
  const refresh = useRefresh();
  const members = useThing<{ items: MemberRow[] }>('/members', { state: 'active', limit: 200 }).data?.items ?? [];
  const others = !can(who, { ...SIGNED_IN, ability: 'delegation.others' });
  const form = useForm<Values>({
    initialValues: {
      member_id: member?.id ?? '',
      deputy_id: '',
      from_on: today,
      to_on: addDays(today, 4),
      covers: 'all',
    },
    validate: { deputy_id: (value) => (value ? null : 'Choose the deputy.') },
  });
  const { member_id, from_on } = form.values;
  const nameOf = (id: string) => members.find((one) => one.id === id)?.name ?? '';
  const send = async (values: Values) => {
    const made = await api.post<DelegationRow>('/delegations', values);
    close();
    await refresh('/delegations', '/me');
    toast(words.done(nameOf(values.deputy_id), nameOf(values.member_id)), {
      undo: async () => {
        await api.delete(`/delegations/${made.id}`, { version: made.version });
        await refresh('/delegations', '/me');
      },
    });
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.set}
      intro={words.lead}
      form={form}
      verb={words.set_verb}
      submit={send}
    >
      {others && (
        <MemberSelect
          label={words.member}
          members={members}
          allowDeselect={false}
          {...form.getInputProps('member_id')}
        />
      )}
      <MemberSelect
        label={words.deputy}
        description={words.deputy_hint}
        members={members.filter((one) => one.id !== member_id)}
        data-autofocus
        openOnFocus={false}
        {...form.getInputProps('deputy_id')}
      />
      <DatePickerInput
        label={words.from}
        {...picker}
        {...named(words.from)}
        minDate={today}
        {...form.getInputProps('from_on')}
        onChange={(day) => form.setValues(moved(form.values, day ?? today))}
      />
      <DatePickerInput
        label={words.to}
        description={words.to_hint}
        {...picker}
        {...named(words.to)}
        minDate={from_on}
        maxDate={addDays(from_on, MOST - 1)}
        {...form.getInputProps('to_on')}
      />
      <Select
        label={words.covers_label}
        allowDeselect={false}
        data={(['all', 'decision', 'task'] as const).map((value) => ({ value, label: words.covers[value] }))}
        {...form.getInputProps('covers')}
      />
    </FormSheet>
  );
};

/** The last day follows when the first passes it. */
const moved = ({ to_on }: Values, from_on: PlainDate) => ({ from_on, to_on: to_on < from_on ? from_on : to_on });
