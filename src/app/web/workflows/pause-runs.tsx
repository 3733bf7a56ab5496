import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { closeWindow, openWindow } from '#kernel/ui/window.ts';
import { words as kit } from '#kernel/ui/words.ts';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';

interface Pausing {
  workflow: { id: Id; name: string };
  /** Runs that are under way and not on hold. */
  count: number;
  /** Asks the pages again that show runs. */
  done: () => unknown;
}

/** Beyond 1,000 runs it is an operation that goes on (PL-72). */
interface PauseAnswer {
  operation_id?: Id | null;
  rows?: unknown[];
  id?: Id;
  done: number;
}

/** Pause all runs: a hold on each that is under way, for one reason, taken back as one (WF-8, WF-112, WF-153). */
export const pauseAllRuns = async (workflow: Pausing['workflow'], done: Pausing['done']): Promise<void> => {
  const filter = { workflow: workflow.id, state: 'running' };
  const { count } = await api.get<ListAnswer<unknown>>('/runs', { ...filter, limit: 1, count: 'exact' });
  if (!count?.value) return void toast(words.none_running(workflow.name));
  const id = openWindow({
    title: words.pause_title(count.value, workflow.name),
    size: 480,
    children: <PauseForm workflow={workflow} count={count.value} done={done} close={() => closeWindow(id)} />,
  });
};

const PauseForm = ({ workflow, count, done, close }: Pausing & { close: () => void }) => {
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<unknown>();
  const [missing, setMissing] = useState(false);
  const pause = async () => {
    if (!reason.trim()) return setMissing(true);
    try {
      const answer = await api.post<PauseAnswer>('/runs/bulk', {
        command: { do: 'hold', reason: reason.trim() },
        filter: { workflow: workflow.id, state: 'running' },
        expected_count: count,
      });
      const operation = answer.operation_id ?? answer.id;
      close();
      const undo = async () => {
        await api.post(`/bulk-operations/${operation}/undo`);
        await done();
      };
      toast(words.paused(answer.rows ? answer.done : count, workflow.name), operation ? { undo } : {});
      await done();
    } catch (refused) {
      setFault(refused);
    }
  };
  return (
    <div className="pause">
      <p>{words.pause_text}</p>
      <Textarea
        label={words.pause_reason}
        description={words.pause_reason_hint}
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        error={missing && !reason.trim() ? words.pause_reason_missing : undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      <div className="dialog-acts">
        <Button variant="default" onClick={close}>
          {kit.cancel}
        </Button>
        <Button onClick={() => void pause()}>{words.pause_verb(count)}</Button>
      </div>
    </div>
  );
};
