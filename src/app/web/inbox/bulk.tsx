import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import {
  Building2,
  CalendarDays,
  Check,
  CheckCheck,
  CircleDot,
  RotateCcw,
  Send,
  Shapes,
  Tag,
  Trash2,
  UserRound,
  X,
} from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { STATUSES, type Status } from '#inbox/items/model.ts';
import { api } from '#kernel/ui/client.ts';
import { Form } from '#kernel/ui/form/form.tsx';
import { type BulkAct, type BulkTarget, bulkBody } from '#kernel/ui/list/model.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { useBulk } from '../runs/bulk.ts';
import { Dialog, DueDialog } from '../runs/task/dialogs.tsx';
import { CategoryDialog } from './category-dialog.tsx';
import { ITEMS, type ItemRow, useRefreshItems } from './data.ts';
import { AssignDialog, ClientDialog, DecideDialog } from './dialogs.tsx';
import '../my-work/my-work.css';
import { SendMany, useSendMany } from './send-many.tsx';
import { words as sends } from './send-words.ts';
import { TagDialog } from './tag-dialog.tsx';
import { words } from './words.ts';

type Question = 'send' | 'status' | 'approved' | 'not_approved' | 'assign' | 'client' | 'category' | 'tags' | 'due';
type Command = { do: string } & Record<string, unknown>;

/** Acts on ticked items, each decided as if alone; one press takes the whole back (IN-120, IN-126). */
export const useItemBulk = (
  tab: string | undefined,
  rows: readonly ItemRow[],
): { acts: BulkAct[]; dialog: ReactNode } => {
  const bulk = useBulk();
  const refresh = useRefreshItems();
  const sending = useSendMany();
  const [question, setQuestion] = useState<{ what: Question; target: BulkTarget; answered: (sent: boolean) => void }>();
  const send = async (command: Command, target: BulkTarget, done: (n: number) => string): Promise<boolean> => {
    const sent = await bulk(`${ITEMS}/bulk`, command, target, { doing: words.bulk.doing, done }).then(
      () => true,
      () => false,
    );
    await refresh();
    return sent;
  };
  /** Answers false, which keeps the ticks, when the question is closed without an answer. */
  const ask = (what: Question) => (target: BulkTarget) =>
    new Promise<boolean>((answered) => setQuestion({ what, target, answered }));
  const close = (sent: boolean) => {
    question?.answered(sent);
    setQuestion(undefined);
  };
  const set = (status: Status) => (target: BulkTarget) =>
    send({ do: 'set_status', status }, target, words.bulk.set(status));
  const open = tab === undefined || tab === 'outstanding' || tab === 'in_progress';
  const acts: BulkAct[] =
    tab === 'deleted'
      ? [
          {
            id: 'restore',
            label: words.restore,
            icon: <RotateCcw />,
            run: (target) => send({ do: 'restore' }, target, words.bulk.restored),
          },
        ]
      : [
          ...(open
            ? [
                { id: 'status', label: words.bulk.status, icon: <CircleDot />, key: 's', run: ask('status') },
                ...(sending?.on && tab !== 'in_progress'
                  ? [{ id: 'send', label: sends.act, icon: <Send />, run: ask('send') }]
                  : []),
                { id: 'approved', label: words.to.approved, icon: <Check />, key: 'y', run: ask('approved') },
                { id: 'not_approved', label: words.to.not_approved, icon: <X />, key: 'r', run: ask('not_approved') },
              ]
            : []),
          ...(tab === 'completed'
            ? []
            : [{ id: 'complete', label: words.to.completed, icon: <CheckCheck />, key: 'e', run: set('completed') }]),
          ...(open
            ? [
                { id: 'assign', label: words.assign, icon: <UserRound />, key: 'a', run: ask('assign') },
                { id: 'client', label: words.set_client, icon: <Building2 />, key: 'c', run: ask('client') },
                { id: 'category', label: words.set_category, icon: <Shapes />, run: ask('category') },
                { id: 'due', label: words.set_due, icon: <CalendarDays />, key: 'd', run: ask('due') },
              ]
            : []),
          { id: 'tags', label: words.set_tags, icon: <Tag />, key: 't', run: ask('tags') },
          {
            id: 'delete',
            label: words.delete,
            icon: <Trash2 />,
            danger: true,
            run: (target) => send({ do: 'delete' }, target, words.bulk.deleted),
          },
        ];
  return {
    acts,
    dialog: question && (
      <Asked
        {...question}
        rows={rows}
        most={sending?.most ?? 0}
        close={() => close(false)}
        send={(command, done = words.bulk.changed) => {
          close(true);
          return send(command, question.target, done);
        }}
      />
    ),
  };
};

interface AskedProps {
  what: Question;
  target: BulkTarget;
  rows: readonly ItemRow[];
  /** So many are sent at once. */
  most: number;
  close: () => void;
  send: (command: Command, done?: (n: number) => string) => unknown;
}

const Asked = ({ what, target, rows, most, close, send }: AskedProps) => {
  const { count } = target;
  switch (what) {
    case 'send':
      return <SendMany target={target} most={most} close={close} />;
    case 'status':
      return <StatusDialog target={target} rows={rows} close={close} send={send} />;
    case 'approved':
    case 'not_approved':
      return (
        <DecideDialog
          title={words.decide[what].titles(count)}
          value={what}
          close={close}
          send={({ instructions }) =>
            send({ do: 'decide', value: what, ...(instructions && { instructions }) }, words.bulk.set(what))
          }
        />
      );
    case 'assign':
      return (
        <AssignDialog
          title={words.assign_titles(count)}
          close={close}
          now={null}
          with_note={false}
          send={(assignee_id) => send({ do: 'assign', assignee_id })}
        />
      );
    case 'client':
      return (
        <ClientDialog
          title={words.client_titles(count)}
          close={close}
          now={undefined}
          send={(client_id) => send({ do: 'set_client', client_id })}
        />
      );
    case 'category':
      return (
        <CategoryDialog
          title={words.category_titles(count)}
          close={close}
          send={(category_id) => send({ do: 'set_category', category_id })}
        />
      );
    case 'tags':
      return <TagDialog title={words.tag_titles(count)} close={close} send={send} />;
    case 'due':
      return (
        <DueDialog
          title={words.due_titles(count)}
          close={close}
          due_on={null}
          set={(due_on) => send({ do: 'set_due', due_on })}
          restore={() => send({ do: 'set_due', due_on: null })}
          restore_label={words.no_date}
        />
      );
    default:
      return what satisfies never;
  }
};

interface DryRun {
  rows: { id: string; ok: boolean; because?: string }[];
  done: number;
  unchanged: number;
  refused: number;
}

/** Which status, and before the press how many will change and which not and why, by the same rule (IN-122). */
const StatusDialog = ({ target, rows, close, send }: Omit<AskedProps, 'what' | 'most'>) => {
  const form = useForm({ initialValues: { status: 'completed' as Status } });
  const { status } = form.values;
  const [dry, setDry] = useState<DryRun>();
  const asked = JSON.stringify(bulkBody(target));
  useEffect(() => {
    let stale = false;
    setDry(undefined);
    const body = { command: { do: 'set_status', status }, ...JSON.parse(asked), dry_run: true };
    api.post<DryRun>(`${ITEMS}/bulk`, body).then(
      (answer) => !stale && setDry(answer),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [status, asked]);
  return (
    <Dialog title={words.bulk.status_title(target.count)} close={close} size={480}>
      <Form
        form={form}
        verb={words.bulk.status_verb}
        submit={async () => {
          await send({ do: 'set_status', status }, words.bulk.set(status));
        }}
        cancel={close}
        free
      >
        <Select
          label={words.bulk.status_label}
          data={STATUSES.map((value) => ({ value, label: words.tabs[value] }))}
          allowDeselect={false}
          data-autofocus
          {...form.getInputProps('status')}
        />
        <div className="item-dry" role="status">
          {dry ? <Foreseen dry={dry} rows={rows} /> : <SkeletonLine width="48%" />}
        </div>
      </Form>
    </Dialog>
  );
};

/** More reasons than this are counted, not listed. */
const LISTED = 6;

const Foreseen = ({ dry, rows }: { dry: DryRun; rows: readonly ItemRow[] }) => {
  const left = dry.rows.filter(({ ok }) => !ok);
  const nameOf = (id: string) => {
    const row = rows.find((one) => one.id === id);
    return row ? `#${row.number} ${row.subject}` : words.bulk.another;
  };
  return (
    <>
      <p>{words.bulk.will(dry.done)}</p>
      {dry.unchanged > 0 && <p className="quiet">{words.bulk.same(dry.unchanged)}</p>}
      {left.length > 0 && (
        <>
          <p>{words.bulk.will_not(left.length)}</p>
          <dl className="left-rows">
            {left.slice(0, LISTED).map(({ id, because }) => (
              <div key={id}>
                <dt>{nameOf(id)}</dt>
                <dd>{because}</dd>
              </div>
            ))}
          </dl>
          {left.length > LISTED && <p className="quiet">{words.bulk.more(left.length - LISTED)}</p>}
        </>
      )}
    </>
  );
};
