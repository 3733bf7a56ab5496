import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { ClientDataInput, clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import type { Known } from '../ask.ts';
import { PLACES } from '../data.ts';
import { useVerbs } from '../verbs.ts';
import { words } from '../words.ts';

interface SheetProps {
  known: Known;
  close: () => void;
}

interface ReasonSheetProps {
  title: string;
  intro: ReactNode;
  label?: string;
  verb: string;
  danger?: boolean;
  close: () => void;
  send: (reason: string) => Promise<unknown>;
}

/** An act that needs nothing but its reason. */
const ReasonSheet = ({ title, intro, label = words.reason, verb, danger, close, send }: ReasonSheetProps) => {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (value) => (value.trim() ? null : words.reason_missing) },
  });
  const submit = async ({ reason }: { reason: string }) => {
    await send(reason);
    close();
  };
  return (
    <FormSheet
      opened
      close={close}
      title={title}
      intro={intro}
      form={form}
      verb={verb}
      submit={submit}
      {...(danger ? { danger } : {})}
    >
      <Textarea
        label={label}
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

/** Converts over a run that blocks it, with a reason, by whoever may (PE-22). */
export const ConvertAnywaySheet = ({ known, sentence, close }: SheetProps & { sentence: string }) => {
  const { convert } = useVerbs();
  return (
    <ReasonSheet
      title={words.convert_title(known.name)}
      intro={
        <>
          <p>{sentence}</p>
          <p>{words.convert_intro}</p>
        </>
      }
      label={words.convert_why}
      verb={words.convert_verb}
      close={close}
      send={(reason) => convert(known, reason)}
    />
  );
};

/** Takes a conversion back within 30 days (PE-25). */
export const UnconvertSheet = ({ known, close }: SheetProps) => {
  const { unconvert } = useVerbs();
  return (
    <ReasonSheet
      title={words.unconvert_title(known.name)}
      intro={words.unconvert_intro}
      verb={words.unconvert}
      close={close}
      send={(reason) => unconvert(known, reason)}
    />
  );
};

/** Stops every planned message (PE-107). */
export const StopContactSheet = ({ known, close }: SheetProps) => {
  const { stop } = useVerbs();
  return (
    <ReasonSheet
      title={words.stop_title(known.name)}
      intro={words.stop_intro}
      verb={words.stop_verb}
      danger
      close={close}
      send={(reason) => stop(known, reason)}
    />
  );
};

export const EraseSheet = ({ known, close }: SheetProps) => {
  const { erase } = useVerbs();
  return (
    <Erasing
      name={known.name}
      number={known.number ?? ''}
      place={PLACES[known.kind]}
      erase={(number) => erase(known, number)}
      close={close}
    />
  );
};

interface ErasingProps {
  name: string;
  number: string;
  /** The list one stands in afterwards. */
  place: string;
  erase: (number: string) => Promise<unknown>;
  close: () => void;
}

/** A privacy request: the number is typed, and nothing brings it back (PE-29). */
export const Erasing = ({ name, number, place, erase, close }: ErasingProps) => {
  const go = useGo();
  const form = useForm({
    initialValues: { number: '' },
    validate: {
      number: (value) => (value.trim().toLowerCase() === number.toLowerCase() ? null : words.erase_wrong),
    },
  });
  const send = async (values: { number: string }) => {
    await erase(values.number.trim());
    close();
    go(place);
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.erase_title(name)}
      intro={words.erase_intro}
      form={form}
      verb={words.erase_verb}
      submit={send}
      danger
    >
      <ClientDataInput label={words.erase_number(number)} data-autofocus {...form.getInputProps('number')} />
    </FormSheet>
  );
};
