import { Button, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Pencil, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { AlertList, FailedAlert, Refused } from '#inbox/alerts/model.ts';
import { WRITES_ALERTS } from '#inbox/alerts/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../../me/me.ts';
import { useFocusBack } from '../../runs/task/focus-back.ts';
import { words } from './alert-words.ts';
import { Line } from './line.tsx';

const ALERTS = '/alert-addresses';
type Shown = Pick<AlertList, 'version' | 'addresses'> & { failed: FailedAlert[] };

/** Whom the inbox alerts of items that nobody has, and which alerts did not arrive (IN-170, IN-171). */
export const Alerts = () => {
  const { data, error, refetch } = useThing<Shown>(ALERTS);
  const why_not = useWhyNot(WRITES_ALERTS);
  const [editing, setEditing] = useState(false);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="64%" />;
  return (
    <>
      <p className="inbox-settings-lead">{data.addresses.length ? words.text : words.empty}</p>
      {data.addresses.length > 0 && (
        <ul className="intake">
          {data.addresses.map((address) => (
            <Line key={address} name={address} />
          ))}
        </ul>
      )}
      {data.failed.length > 0 && <Failed failed={data.failed} />}
      <Button
        variant="default"
        leftSection={<Pencil aria-hidden size={16} />}
        disabled={!!why_not}
        title={why_not}
        onClick={() => setEditing(true)}
      >
        {words.edit}
      </Button>
      {editing && <AlertsSheet shown={data} close={() => setEditing(false)} />}
    </>
  );
};

const Failed = ({ failed }: { failed: readonly FailedAlert[] }) => (
  <>
    <h3 className="inbox-settings-below">{words.failed}</h3>
    <ul className="intake">
      {failed.map(({ id, address, at, because }) => (
        <Line
          key={id}
          name={
            <>
              <TriangleAlert aria-hidden size={16} />
              {address}
            </>
          }
          facts={
            <>
              <Moment instant={at} />
              <span>{because}</span>
            </>
          }
        />
      ))}
    </ul>
  </>
);

/** What is no address, or makes items itself, is named under the field, and stays there to be put right; the others are kept. */
const AlertsSheet = ({ shown, close }: { shown: Shown; close: () => void }) => {
  useFocusBack();
  const refresh = useRefresh();
  const form = useForm({ initialValues: { text: shown.addresses.join('\n') } });
  const save = async ({ text }: { text: string }) => {
    const { version } = shown;
    const { addresses, refused } = await api.put<Shown & { refused: Refused[] }>(ALERTS, { text }, { version });
    if (refused.length) {
      const faults = refused.map(({ because }) => because);
      form.setFieldError('text', [...faults, words.kept(addresses.length)].join(' '));
    } else close();
    toast(words.saved(addresses.length));
    await refresh(ALERTS);
  };
  return (
    <FormSheet opened close={close} title={words.edit} form={form} verb={words.save} submit={save}>
      <Textarea
        label={words.addresses}
        description={words.hint}
        autosize
        minRows={4}
        maxRows={12}
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('text')}
      />
    </FormSheet>
  );
};
