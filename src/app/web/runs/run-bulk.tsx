import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ArrowRightLeft, CircleSlash, Pause, UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Id } from '#ground/id.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { BulkAct, BulkTarget } from '#kernel/ui/list/model.ts';
import { words as kit } from '#kernel/ui/words.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { useBulk } from './bulk.ts';
import { useMembers, useRunContext } from './data.ts';
import { MoveDialog } from './move/move-dialog.tsx';
import { words as moving } from './move/words.ts';
import { HoldFields, type HoldValues, useHoldForm } from './sheets.tsx';
import { Dialog, ReasonDialog } from './task/dialogs.tsx';
import '#kernel/ui/form/form.css';
import { useFocusBack } from './task/focus-back.ts';
import { words } from './words.ts';

type What = 'hold' | 'cancel' | 'assign_owner' | 'move';

interface Asking {
  what: What;
  target: BulkTarget;
  /** Tells the bar whether the ticks may go. */
  answered: (done: boolean) => void;
}

/** Acts on many runs, each decided as if alone, with one undo (WF-115). */
export const useRunBulk = (rows: readonly RunRow[]): { acts: BulkAct[]; dialog: ReactNode } => {
  const [asking, setAsking] = useState<Asking>();
  const ask = (what: What) => (target: BulkTarget) =>
    new Promise<boolean>((answered) => setAsking({ what, target, answered }));
  const end = (done: boolean) => {
    asking?.answered(done);
    setAsking(undefined);
  };
  return {
    acts: [
      { id: 'hold', label: words.hold, icon: <Pause />, key: 'h', run: ask('hold') },
      { id: 'assign_owner', label: words.change_owner, icon: <UserRound />, run: ask('assign_owner') },
      { id: 'move', label: moving.act, icon: <ArrowRightLeft />, run: ask('move') },
      { id: 'cancel', label: words.cancel, icon: <CircleSlash />, danger: true, run: ask('cancel') },
    ],
    dialog:
      asking &&
      (asking.what === 'move' ? (
        <MoveMany {...asking} rows={rows} end={end} />
      ) : (
        <Question {...asking} what={asking.what} end={end} />
      )),
  };
};

const DOING = { hold: words.bulk.holding, cancel: words.bulk.cancelling, assign_owner: words.bulk.giving } as const;

const Question = ({ what, target, end }: Asking & { what: Exclude<What, 'move'>; end: (done: boolean) => void }) => {
  useFocusBack();
  const bulk = useBulk();
  const send = async (data: Record<string, unknown>) => {
    await bulk('/runs/bulk', { do: what, ...data }, target, { doing: DOING[what], done: words.bulk[what] });
    end(true);
  };
  const close = () => end(false);
  switch (what) {
    case 'hold':
      return <HoldMany count={target.count} close={close} send={send} />;
    case 'cancel':
      return (
        <ReasonDialog
          title={words.cancel_titles(target.count)}
          text={words.cancel_many_text}
          label={words.reason}
          verb={words.cancel_titles(target.count).replace('?', '')}
          required
          danger
          close={close}
          send={(reason) => send({ reason })}
        />
      );
    case 'assign_owner':
      return <OwnMany count={target.count} close={close} send={send} />;
    default:
      return what satisfies never;
  }
};

/** Versions are a workflow's own, so runs move within one. */
const MoveMany = ({ target, rows, end }: Asking & { rows: readonly RunRow[]; end: (done: boolean) => void }) => {
  const chosen = target.filter?.workflow as Id | undefined;
  const ticked = rows.filter(({ id }) => target.ids.includes(id)).map((row) => row.workflow_id);
  const [workflow, ...others] = chosen ? [chosen] : target.filter ? [] : [...new Set(ticked)];
  return workflow && !others.length ? (
    <MoveDialog workflow={workflow} target={target} close={end} />
  ) : (
    <Dialog title={moving.one_workflow} close={() => end(false)}>
      <p>{moving.one_workflow_text}</p>
      <div className="dialog-acts">
        <Button data-autofocus onClick={() => end(false)}>
          {kit.close}
        </Button>
      </div>
    </Dialog>
  );
};

interface ManyProps {
  count: number;
  close: () => void;
  send: (data: Record<string, unknown>) => Promise<unknown>;
}

const HoldMany = ({ count, close, send }: ManyProps) => {
  const { today } = useRunContext();
  const form = useHoldForm();
  return (
    <FormSheet
      opened
      close={close}
      title={words.hold_titles(count)}
      intro={words.hold_intro}
      form={form}
      verb={words.hold_titles(count)}
      submit={({ reason, until }: HoldValues) => send({ reason: reason.trim(), ...(until ? { until } : {}) })}
    >
      <HoldFields form={form} today={today} />
    </FormSheet>
  );
};

const OwnMany = ({ count, close, send }: ManyProps) => {
  const members = useMembers();
  const form = useForm({
    initialValues: { owner: null as string | null },
    validate: { owner: (owner) => (owner ? null : words.owner_title) },
  });
  return (
    <Dialog title={words.owner_titles(count)} close={close}>
      <Form
        form={form}
        verb={words.owner_verb}
        submit={({ owner }: { owner: string | null }) => send({ owner })}
        cancel={close}
        free
      >
        <MemberSelect
          label={words.owner}
          description={words.owner_hint}
          members={members}
          data-autofocus
          {...form.getInputProps('owner')}
        />
      </Form>
    </Dialog>
  );
};
