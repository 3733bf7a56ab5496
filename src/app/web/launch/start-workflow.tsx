import { Modal } from '@mantine/core';
import { useState } from 'react';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { runPage } from '../runs/data.ts';
import type { RunAct } from '../runs/facts.ts';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { takeBack } from '../runs/task/use-task-command.ts';
import { type LaunchBody, type LaunchKind, preview, STARTED, type Startable, type Startee } from './data.ts';
import { ManySheet } from './many-sheet.tsx';
import { OneSheet } from './one-sheet.tsx';
import { Picker, type Refused } from './picker.tsx';
import { words } from './words.ts';
import './launch.css';

interface StartWorkflowProps {
  as: LaunchKind;
  subjects: readonly Startee[];
  close: () => void;
}

/** Picking a workflow starts it; a sheet opens only where it asks for something, and always for many (WF-73, WF-81). */
export const StartWorkflow = ({ as, subjects, close }: StartWorkflowProps) => {
  useFocusBack();
  const [picked, setPicked] = useState<Startable>();
  const [refused, setRefused] = useState<Refused>();
  const launch = useLaunch(close);
  const [only] = subjects;
  const one = subjects.length === 1 ? only : undefined;
  const pick = async (workflow: Startable) => {
    setRefused(undefined);
    if (!one) return setPicked(workflow);
    const body = { workflow: workflow.id, as, subject: one.id };
    try {
      const seen = await preview(body);
      if (seen.refusal) setRefused({ workflow: workflow.id, because: seen.refusal.because });
      else if (seen.opens) setPicked(workflow);
      else await launch(body, workflow.name, one.name);
    } catch (fault) {
      if (!isRefusal(fault)) throw fault;
      setRefused({ workflow: workflow.id, because: fault.message, run: fault.facts.run as string | undefined });
    }
  };
  if (picked && one) {
    return (
      <OneSheet
        as={as}
        workflow={picked}
        subject={one}
        close={close}
        launch={(body) => launch(body, picked.name, one.name)}
      />
    );
  }
  if (picked) return <ManySheet as={as} workflow={picked} subjects={subjects} close={close} />;
  return (
    <Modal
      opened
      onClose={close}
      title={one ? words.on_one(one.name) : words.on_many(words.subjects[as](subjects.length))}
      size={520}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      <Picker as={as} subject={one} pick={pick} refused={refused} close={close} />
    </Modal>
  );
};

/** Starts it; the toast takes it back and leads to the run (WF-82). Throws the refusal. */
const useLaunch = (close: () => void) => {
  const refresh = useRefresh();
  const go = useGo();
  return async (body: LaunchBody, workflow: string, subject: string) => {
    const { id, event_id } = await api.post<RunAct>('/runs', body);
    close();
    toast(words.started(workflow, subject), {
      link: { label: words.see_run, run: () => go(runPage(id)) },
      ...(event_id ? { undo: () => takeBack(event_id, refresh) } : {}),
    });
    await refresh(...STARTED);
  };
};
