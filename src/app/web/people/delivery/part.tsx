import { Checkbox, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Send, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { DELIVERIES, type Delivery } from '#inbox/documents/model.ts';
import { READS_PROFILES, SETS_DELIVERY } from '#inbox/documents/rights.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { Line } from '../record/parts.tsx';
import { words } from './words.ts';

interface DeliveryFacts {
  version: number;
  method: Delivery | null;
  approve_everything: boolean;
}
interface About {
  client: { id: string; display_name: string };
}

/** How a client's documents reach them, and whether all of theirs need approval (IN-100, IN-115). */
export const DeliveryPart = ({ client }: About) => {
  const unread = useWhyNot(READS_PROFILES);
  return unread ? null : <Part client={client} />;
};

const Part = ({ client }: About) => {
  const why_not = useWhyNot(SETS_DELIVERY);
  const [open, setOpen] = useState(false);
  const { data } = useThing<DeliveryFacts>(pathOf(client.id));
  if (!data) return null;
  return (
    <section className="overview-part">
      <h2>{words.title}</h2>
      <Line icon={<Send />}>{data.method ? words.methods[data.method] : words.as_profile}</Line>
      <Line icon={<ShieldCheck />}>{data.approve_everything ? words.everything : words.by_profile}</Line>
      <div>
        <ActButton act={{ id: 'delivery', label: words.change, why_not, run: () => setOpen(true) }} />
      </div>
      {open && <DeliverySheet client={client} facts={data} close={() => setOpen(false)} />}
    </section>
  );
};

const pathOf = (id: string): string => `/clients/${id}/delivery`;
const PROFILE = 'profile';

const DeliverySheet = ({ client, facts, close }: About & { facts: DeliveryFacts; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useForm({
    initialValues: { method: facts.method ?? PROFILE, approve_everything: facts.approve_everything },
  });
  const send = async ({ method, approve_everything }: { method: string; approve_everything: boolean }) => {
    await api.patch(pathOf(client.id), { method: method === PROFILE ? null : method, approve_everything });
    close();
    toast(words.saved(client.display_name));
    await refresh(pathOf(client.id));
  };
  return (
    <FormSheet
      opened
      close={close}
      title={words.sheet_title(client.display_name)}
      form={form}
      verb={words.save}
      submit={send}
    >
      <Select
        label={words.method}
        data={[
          { value: PROFILE, label: words.choice_profile },
          ...DELIVERIES.map((value) => ({ value, label: words.choices[value] })),
        ]}
        allowDeselect={false}
        {...form.getInputProps('method')}
      />
      <Checkbox
        label={words.everything_label}
        description={words.everything_hint}
        {...form.getInputProps('approve_everything', { type: 'checkbox' })}
      />
    </FormSheet>
  );
};
