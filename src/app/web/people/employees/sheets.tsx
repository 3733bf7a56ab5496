import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useCallback, useState } from 'react';
import { addDays } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { ClientDataInput, clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { useActiveMembers } from '../data.ts';
import { MergeWith } from '../duplicates/merge-with.tsx';
import { DayField } from '../sheets/day-field.tsx';
import { Erasing } from '../sheets/reasons.tsx';
import { TagMany } from '../sheets/tag-many.tsx';
import type { KnownEmployee } from './facts.ts';
import { AddEmployee, EditEmployee } from './form.tsx';
import { useEmployeeVerbs } from './verbs.ts';
import { words } from './words.ts';

/** A form beside the page, by what it does. */
export type EmployeeSheet =
  | { do: 'add' }
  | { do: 'edit'; id: string }
  | { do: 'leave' | 'last_day' | 'rehire' | 'link' | 'erase' | 'merge'; known: KnownEmployee }
  | { do: 'tag_many'; target: BulkTarget };
export type OpenEmployeeSheet = (sheet: EmployeeSheet) => void;

export const useEmployeeSheets = () => {
  const [now, setNow] = useState<EmployeeSheet>();
  const close = useCallback(() => setNow(undefined), []);
  return { open: setNow as OpenEmployeeSheet, sheet: now && <OneSheet sheet={now} close={close} /> };
};

const OneSheet = ({ sheet, close }: { sheet: EmployeeSheet; close: () => void }) => {
  switch (sheet.do) {
    case 'add':
      return <AddEmployee close={close} />;
    case 'edit':
      return <EditEmployee id={sheet.id} close={close} />;
    case 'leave':
      return <LeaveSheet known={sheet.known} close={close} />;
    case 'last_day':
      return <LastDaySheet known={sheet.known} close={close} />;
    case 'rehire':
      return <RehireSheet known={sheet.known} close={close} />;
    case 'link':
      return <LinkSheet known={sheet.known} close={close} />;
    case 'erase':
      return <EraseSheet known={sheet.known} close={close} />;
    case 'tag_many':
      return <TagMany kind="employee" target={sheet.target} close={close} />;
    case 'merge':
      return <MergeWith record={shortOf(sheet.known)} close={close} />;
  }
};

const shortOf = ({ id, name, number }: KnownEmployee) => ({
  id,
  kind: 'employee',
  display_name: name,
  numbers: [number],
});

interface SheetProps {
  known: KnownEmployee;
  close: () => void;
}

const LeaveSheet = ({ known, close }: SheetProps) => {
  const { today } = useClock();
  const { startLeave } = useEmployeeVerbs();
  const form = useForm({ initialValues: { from: today as string | null, to: null as string | null, reason: '' } });
  const send = async ({ from, to, reason }: ReturnType<typeof form.getValues>) => {
    await startLeave(known, { from: from ?? today, to, reason: reason.trim() || null });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.leave_title(known.name)}
      form={form}
      verb={words.leave_verb}
      submit={send}
    >
      <DayField label={words.leave_from} data-autofocus {...form.getInputProps('from')} />
      <DayField
        label={words.leave_to}
        description={words.leave_to_hint}
        clearable
        minDate={form.values.from ?? today}
        {...form.getInputProps('to')}
      />
      <ClientDataInput label={words.leave_reason} maxLength={500} {...form.getInputProps('reason')} />
    </FormSheet>
  );
};

const LastDaySheet = ({ known, close }: SheetProps) => {
  const { lastDay } = useEmployeeVerbs();
  const form = useForm({
    initialValues: { end_on: known.end_on as string | null, reason: '' },
    validate: { end_on: (value) => (value ? null : words.last_day_missing) },
  });
  const send = async ({ end_on, reason }: ReturnType<typeof form.getValues>) => {
    await lastDay(known, { end_on: end_on ?? '', ...(reason.trim() ? { reason: reason.trim() } : {}) });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.last_day_title(known.name)}
      intro={words.last_day_intro}
      form={form}
      verb={words.last_day_verb}
      submit={send}
    >
      <DayField label={words.end_on} data-autofocus {...form.getInputProps('end_on')} />
      <Textarea
        label={words.end_reason}
        autosize
        minRows={2}
        maxLength={500}
        {...clientData}
        {...form.getInputProps('reason')}
      />
    </FormSheet>
  );
};

const RehireSheet = ({ known, close }: SheetProps) => {
  const { today } = useClock();
  const { rehire } = useEmployeeVerbs();
  const form = useForm({
    initialValues: { start_on: today as string | null },
    validate: { start_on: (value) => (value ? null : words.first_day_missing) },
  });
  const send = async ({ start_on }: { start_on: string | null }) => {
    await rehire(known, start_on ?? today);
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.rehire_title(known.name)}
      intro={words.rehire_intro}
      form={form}
      verb={words.rehire}
      submit={send}
    >
      <DayField
        label={words.start_on}
        data-autofocus
        {...(known.end_on ? { minDate: addDays(known.end_on, 1) } : {})}
        {...form.getInputProps('start_on')}
      />
    </FormSheet>
  );
};

/** One member each, and neither locks the other (PE-5, PE-6). */
const LinkSheet = ({ known, close }: SheetProps) => {
  const members = useActiveMembers();
  const { link } = useEmployeeVerbs();
  const form = useForm({ initialValues: { member: known.member_id } });
  const send = async ({ member }: { member: string | null }) => {
    await link(known, member);
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.link_title(known.name)}
      form={form}
      verb={words.link_verb}
      submit={send}
    >
      <MemberSelect
        label={words.member}
        description={words.member_hint}
        members={members}
        clearable
        placeholder={words.no_member}
        data-autofocus
        {...form.getInputProps('member')}
      />
    </FormSheet>
  );
};

const EraseSheet = ({ known, close }: SheetProps) => {
  const { erase } = useEmployeeVerbs();
  return (
    <Erasing
      name={known.name}
      number={known.number}
      place="/employees"
      erase={(number) => erase(known, number)}
      close={close}
    />
  );
};
