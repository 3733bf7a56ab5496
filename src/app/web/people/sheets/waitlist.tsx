import { Radio } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useClock } from '#kernel/ui/clock.tsx';
import { ClientDataInput } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { Known } from '../ask.ts';
import { useVerbs } from '../verbs.ts';
import { words } from '../words.ts';
import { DayField } from './day-field.tsx';

interface SheetProps {
  known: Known;
  close: () => void;
}

/** Puts a prospect at the end of the waitlist (PE-16 … PE-18). */
export const EnterSheet = ({ known, close }: SheetProps) => {
  const { today } = useClock();
  const { enter } = useVerbs();
  const form = useForm({
    initialValues: {
      service: known.service_wanted ?? '',
      earliest_start_on: null as string | null,
      entered_on: today as string | null,
    },
  });
  const send = async ({ service, earliest_start_on, entered_on }: ReturnType<typeof form.getValues>) => {
    await enter(known, {
      service: service.trim() || null,
      earliest_start_on,
      ...(entered_on ? { entered_on } : {}),
    });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.waitlist_title(known.name)}
      intro={words.waitlist_intro}
      form={form}
      verb={words.waitlist_verb}
      submit={send}
    >
      <ClientDataInput label={words.service} maxLength={200} data-autofocus {...form.getInputProps('service')} />
      <DayField
        label={words.earliest}
        description={words.earliest_hint}
        clearable
        {...form.getInputProps('earliest_start_on')}
      />
      <DayField label={words.entered_on} maxDate={today} {...form.getInputProps('entered_on')} />
    </FormSheet>
  );
};

const OUTCOMES = ['offered', 'withdrawn', 'removed'] as const;

/** Takes a prospect off the waitlist, with what became of it. */
export const LeaveSheet = ({ known, close }: SheetProps) => {
  const { leave } = useVerbs();
  const form = useForm({ initialValues: { outcome: 'offered' as (typeof OUTCOMES)[number] } });
  const send = async ({ outcome }: { outcome: (typeof OUTCOMES)[number] }) => {
    await leave(known, outcome);
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
      <Radio.Group label={words.why_leave} {...form.getInputProps('outcome')}>
        <div className="choice-stack">
          {OUTCOMES.map((outcome, at) => (
            <Radio
              key={outcome}
              value={outcome}
              label={words.outcomes[outcome]}
              description={words.outcome_hints[outcome]}
              {...(at === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </div>
      </Radio.Group>
    </FormSheet>
  );
};
