import { Radio, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { DayField } from '../sheets/day-field.tsx';
import { useTakeBack } from '../undo.ts';
import { CONSENTS, type ConsentRow } from './facts.ts';
import { words } from './words.ts';
import '../form/form.css';

interface SheetProps {
  client: string;
  row: ConsentRow;
  close: () => void;
}

const SOURCES = ['member', 'form', 'import'] as const;
interface Values {
  source: (typeof SOURCES)[number];
  given_on: string | null;
  words: string;
}

/** Who agreed, when, where and in which words (ME-36). */
export const RecordSheet = ({ client, row: { id, number }, close }: SheetProps) => {
  const { today } = useClock();
  const refresh = useRefresh();
  const back = useTakeBack();
  const form = useForm<Values>({
    initialValues: { source: 'member', given_on: today, words: '' },
    validate: { words: (value) => (value.trim() ? null : words.words_missing) },
  });
  const send = async (values: Values) => {
    await api.post(CONSENTS, { number, client, ...values, given_on: values.given_on ?? today });
    close();
    toast(words.recorded(number), {
      undo: async () => {
        await back({ thing: `address:${id}` });
        await refresh(CONSENTS, '/suppressions');
      },
    });
    await refresh(CONSENTS, '/suppressions', '/events');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.record_title(number)}
      intro={words.record_intro}
      form={form}
      verb={words.record}
      submit={send}
    >
      <Radio.Group label={words.source} {...form.getInputProps('source')}>
        <div className="choice-row">
          {SOURCES.map((source) => (
            <Radio key={source} value={source} label={words.sources[source]} />
          ))}
        </div>
      </Radio.Group>
      <DayField label={words.given_on} maxDate={today} {...form.getInputProps('given_on')} />
      <Textarea
        label={words.words}
        description={words.words_hint}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        {...clientData}
        {...form.getInputProps('words')}
      />
    </FormSheet>
  );
};

/** Nothing but the number is asked for (ME-36). */
export const WithdrawSheet = ({ client, row: { number }, close }: SheetProps) => {
  const refresh = useRefresh();
  const form = useForm({ initialValues: { words: '' } });
  const send = async ({ words: said }: { words: string }) => {
    await api.post(`${CONSENTS}/withdrawals`, { number, client, ...(said.trim() && { words: said }) });
    close();
    toast(words.withdrawn(number));
    await refresh(CONSENTS, '/suppressions', '/events');
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.withdraw_title(number)}
      intro={words.withdraw_intro}
      form={form}
      verb={words.stop}
      submit={send}
      danger
      free
    >
      <Textarea
        label={words.reason}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        {...clientData}
        {...form.getInputProps('words')}
      />
    </FormSheet>
  );
};
