import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { WORK_PATHS } from '../../runs/data.ts';
import { Dialog } from '../../runs/task/dialogs.tsx';
import { TRIGGERS, type TriggerRow } from './facts.ts';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';

interface Applied {
  /** Of an operation that goes on. */
  id?: string;
  operation_id?: string | null;
  done: number;
  refused: number;
  rows?: { id: string; ok: boolean; code?: string; because?: string }[];
}

interface ApplyProps {
  trigger: TriggerRow;
  rule: string;
  close: () => void;
}

const SHOWN = 12;

/** A separate bulk launch on what is there already, with its counts first and one undo (WF-170, WF-81). */
export const ApplyDialog = ({ trigger, rule, close }: ApplyProps) => {
  const { id, workflow } = trigger;
  const go = useGo();
  const refresh = useRefresh();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const { data, error } = useQuery({
    queryKey: [TRIGGERS, id, 'existing'],
    queryFn: () => api.post<Applied>(`${TRIGGERS}/${id}/launches`, { dry_run: true }),
    staleTime: 0,
  });
  const apply = async () => {
    if (!data?.done || busy) return;
    setBusy(true);
    try {
      const expected_count = data.done + data.refused;
      const answer = await api.post<Applied>(`${TRIGGERS}/${id}/launches`, { expected_count });
      close();
      const operation = answer.operation_id ?? answer.id;
      const undo = async () => {
        await api.post(`/bulk-operations/${operation}/undo`);
        await refresh(TRIGGERS, ...WORK_PATHS);
      };
      if (answer.rows) toast(words.apply_done(workflow)(answer.done), answer.done ? { undo } : {});
      else go(`/bulk/${operation}`);
    } catch (refusal) {
      setFault(refusal);
    } finally {
      setBusy(false);
      await refresh(TRIGGERS, ...WORK_PATHS);
    }
  };
  const wrong = fault ?? error;
  return (
    <Dialog title={words.apply_title(workflow)} size={560} close={close}>
      <div className="trigger-apply">
        <p className="quiet">{words.apply_intro(rule)}</p>
        {data ? <Outlook {...data} /> : !wrong && <ProgressBar label={words.apply_looking} value={0} of={1} />}
        {wrong !== undefined && wrong !== null && (
          <p className="refusal" role="alert">
            {sentenceOf(wrong)}
          </p>
        )}
        <div className="dialog-acts">
          <Button variant="default" onClick={close}>
            {kit.cancel}
          </Button>
          <Button
            data-autofocus
            aria-disabled={data?.done ? undefined : true}
            loading={busy}
            onClick={() => void apply()}
          >
            {words.apply_verb(data?.done ?? 0)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};

const sayReason = (because: string, those: readonly { because?: string }[]): string => {
  const [first] = those;
  if (because === 'already_running' && those.length > 1) return words.apply_running(those.length);
  return those.length > 1 ? `${because} × ${those.length.toLocaleString('en')}` : (first?.because ?? because);
};

/** How many would start, and why the others would not, a line per reason. */
const Outlook = ({ done, refused, rows = [] }: Applied) => {
  const reasons = Map.groupBy(
    rows.filter(({ ok }) => !ok),
    ({ code, because }) => (code === 'already_running' ? code : (because ?? '')),
  );
  return (
    <section aria-live="polite" className="trigger-outlook">
      <p>{done + refused === 0 ? words.apply_none : words.apply_will(done)}</p>
      {refused > 0 && (
        <>
          <p className="quiet">{words.apply_left(refused)}</p>
          <ul>
            {[...reasons].slice(0, SHOWN).map(([because, those]) => (
              <li key={because} className="quiet">
                {sayReason(because, those)}
              </li>
            ))}
            {reasons.size > SHOWN && <li className="quiet">{words.apply_more(reasons.size - SHOWN)}</li>}
          </ul>
        </>
      )}
    </section>
  );
};
