import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useClock } from '#kernel/ui/clock.tsx';
import { ClientDataInput, clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { DayField } from '../sheets/day-field.tsx';
import { type AuthorizationDetail, type KnownAuthorization, namedFully } from './facts.ts';
import { Days } from './fields.tsx';
import { blankValues } from './values.ts';
import { useAuthorizationVerbs } from './verbs.ts';
import { words } from './words.ts';
import '../form/form.css';

/** Pending becomes approved, and stays the same record (PE-54, PE-55). */
export const ApproveSheet = ({ one, close }: { one: AuthorizationDetail; close: () => void }) => {
  const { approve } = useAuthorizationVerbs();
  const form = useForm({
    initialValues: { ...blankValues, number: one.number ?? '', valid_from: one.valid_from, valid_to: one.valid_to },
    validate: { number: (value) => (value.trim() ? null : words.number_missing) },
  });
  const send = async ({ number, valid_from, valid_to }: ReturnType<typeof form.getValues>) => {
    await approve(one, { number: number.trim(), valid_from, valid_to });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.approve_title(namedFully(one))}
      intro={words.approve_intro}
      form={form}
      verb={words.approve}
      submit={send}
    >
      <ClientDataInput label={words.number} maxLength={60} data-autofocus {...form.getInputProps('number')} />
      <Days form={form} />
    </FormSheet>
  );
};

/** Ends it on a day, with the reason. */
export const EndSheet = ({ known, close }: { known: KnownAuthorization; close: () => void }) => {
  const { today } = useClock();
  const { end } = useAuthorizationVerbs();
  const form = useForm({
    initialValues: { on: today as string | null, reason: '' },
    validate: { reason: (value) => (value.trim() ? null : words.reason_missing) },
  });
  const send = async ({ on, reason }: { on: string | null; reason: string }) => {
    await end(known, { ...(on ? { on } : {}), reason });
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.end_title(namedFully(known))}
      intro={words.end_intro}
      form={form}
      verb={words.end}
      submit={send}
      danger
    >
      <DayField label={words.ends_from} {...form.getInputProps('on')} />
      <Textarea
        label={words.reason}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        {...clientData}
        {...form.getInputProps('reason')}
      />
    </FormSheet>
  );
};
