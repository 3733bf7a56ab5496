import { Radio, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '#kernel/ui/client.ts';
import { ClientDataInput, clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { SuppressionRow } from '#messages/addresses/lists.ts';
import { CHANNELS, type Channel, REACHES, type Reach } from '#messages/addresses/model.ts';
import { useTakeBack } from '../../people/undo.ts';
import { SUPPRESSIONS } from './place.ts';
import { words } from './words.ts';
import '../../people/form/form.css';

/** The toast of an act on an address, with its way back. */
const useTold = () => {
  const refresh = useRefresh();
  const back = useTakeBack();
  return async (id: string, sentence: string) => {
    toast(sentence, {
      undo: async () => {
        await back({ thing: `address:${id}` });
        await refresh(SUPPRESSIONS);
      },
    });
    await refresh(SUPPRESSIONS, '/consents', '/events');
  };
};

const reasonGiven = { reason: (value: string) => (value.trim() ? null : words.reason_missing) };

/** Lifts a suppression, with the reason that stays in the history (ME-41). */
export const LiftSheet = ({ row, close }: { row: SuppressionRow; close: () => void }) => {
  const told = useTold();
  const form = useForm({ initialValues: { reason: '' }, validate: reasonGiven });
  const send = async (values: { reason: string }) => {
    await api.post(`${SUPPRESSIONS}/${row.id}/lifting`, values);
    close();
    await told(row.id, words.lifted(row.address));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.lift_title(row.address)}
      intro={words.lift_intro[row.reach]}
      form={form}
      verb={words.lift}
      submit={send}
    >
      <Reason {...form.getInputProps('reason')} data-autofocus />
    </FormSheet>
  );
};

interface Values {
  channel: Channel;
  address: string;
  reach: Reach;
  reason: string;
}

/** Puts an address on the list by hand (ME-43). */
export const AddSheet = ({ close }: { close: () => void }) => {
  const told = useTold();
  const form = useForm<Values>({
    initialValues: { channel: 'email', address: '', reach: 'chase', reason: '' },
    validate: { ...reasonGiven, address: (value) => (value.trim() ? null : words.address_missing) },
  });
  const send = async (values: Values) => {
    const { id, address } = await api.post<SuppressionRow>(SUPPRESSIONS, values);
    close();
    await told(id, words.added[values.reach](address));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.add_title}
      intro={words.add_intro}
      form={form}
      verb={words.stop}
      submit={send}
    >
      <Radio.Group label={words.channel} {...form.getInputProps('channel')}>
        <div className="choice-row">
          {CHANNELS.map((channel) => (
            <Radio key={channel} value={channel} label={words.channels[channel]} />
          ))}
        </div>
      </Radio.Group>
      <ClientDataInput
        label={words.address[form.getValues().channel]}
        maxLength={254}
        data-autofocus
        {...form.getInputProps('address')}
      />
      <Radio.Group label={words.reach} {...form.getInputProps('reach')}>
        <div className="choice-stack">
          {REACHES.map((reach) => (
            <Radio key={reach} value={reach} label={words.reaches[reach]} description={words.reach_hints[reach]} />
          ))}
        </div>
      </Radio.Group>
      <Reason {...form.getInputProps('reason')} />
    </FormSheet>
  );
};

const Reason = (props: object) => (
  <Textarea label={words.reason} autosize minRows={2} maxLength={500} {...clientData} {...props} />
);
