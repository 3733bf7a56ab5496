import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Form } from '#kernel/ui/form/form.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { Dialog } from '../runs/task/dialogs.tsx';
import { numbered, useRefreshItems } from './data.ts';
import { words } from './send-words.ts';
import '../my-work/my-work.css';

const SENDINGS = '/item-sendings';

interface Recipient {
  id: string;
  number: number;
  subject: string;
  client: string | null;
  to: string | null;
  version: number;
  correspondence_version: number | null;
  no: { code: string; because: string } | null;
}

/** Whether the practice lets members send to many at once, and to how many. */
export const useSendMany = () => useThing<{ on: boolean; most: number }>(SENDINGS).data;

interface SendManyProps {
  target: BulkTarget;
  most: number;
  close: () => void;
}

/** Send & approve for the ticked items: every recipient is read before the press, and who gets nothing and why (IN-124). */
export const SendMany = ({ target, most, close }: SendManyProps) => {
  const few = !target.filter && target.count <= most;
  const { data, error, refetch } = useQuery({
    queryKey: [`${SENDINGS}/recipients`, target.ids],
    queryFn: () => api.post<{ items: Recipient[] }>(`${SENDINGS}/recipients`, { ids: target.ids }),
    enabled: few,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog title={words.title(target.count)} close={close} size={560}>
      {!few && <p className="form-intro">{words.too_many(most)}</p>}
      {few && error && <ErrorState fault={error} retry={() => void refetch()} />}
      {few && !error && (data ? <Listed rows={data.items} close={close} /> : <SkeletonLine width="64%" />)}
    </Dialog>
  );
};

const Listed = ({ rows, close }: { rows: readonly Recipient[]; close: () => void }) => {
  const refresh = useRefreshItems();
  const form = useForm({ initialValues: { instructions: '' } });
  const go = rows.filter(({ no }) => !no);
  const stay = rows.filter(({ no }) => no);
  const send = async ({ instructions }: { instructions: string }) => {
    const answer = await api.post<{ done: number; refused: number; rows: { because?: string }[] }>(SENDINGS, {
      rows: go.map(({ id, version, correspondence_version, to }) => ({ id, version, correspondence_version, to })),
      ...(instructions.trim() && { instructions: instructions.trim() }),
    });
    close();
    const because = answer.rows.find((row) => row.because)?.because;
    toast(words.sent(answer.done, answer.refused, because));
    await refresh();
  };
  return (
    <Form
      form={form}
      verb={words.verb(go.length)}
      submit={send}
      cancel={close}
      free
      why_not={go.length ? undefined : words.nobody}
    >
      {go.length > 0 && (
        <>
          <p>{words.goes(go.length)}</p>
          <dl className="left-rows">
            {go.map(({ id, number, subject, client, to }) => (
              <div key={id}>
                <dt>{`${numbered(number)} ${subject}`}</dt>
                <dd>{client ? `${client}, ${to}` : to}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {stay.length > 0 && (
        <>
          <p>{words.stays(stay.length)}</p>
          <dl className="left-rows">
            {stay.map(({ id, number, subject, no }) => (
              <div key={id}>
                <dt>{`${numbered(number)} ${subject}`}</dt>
                <dd>{no!.because}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <Textarea
        label={words.instructions}
        placeholder={words.optional}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('instructions')}
      />
    </Form>
  );
};
