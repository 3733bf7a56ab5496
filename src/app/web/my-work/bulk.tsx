import { CalendarDays, Check, Play, SkipForward, UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { BulkAct, BulkTarget } from '#kernel/ui/list/model.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { useWho } from '../me/me.ts';
import { type RowAnswer, type Said, useBulk } from '../runs/bulk.ts';
import { TASKS } from '../runs/data.ts';
import { AssignDialog, Dialog, DueDialog, ReasonDialog } from '../runs/task/dialogs.tsx';
import { words as task } from '../runs/task/words.ts';
import { words } from './words.ts';

type Question = 'assign' | 'due' | 'skip';
/** A command of `POST /tasks/bulk`, and what the toast says of it. */
type Send = (command: { do: string } & Record<string, unknown>, said: Said) => unknown;

/** Acts on ticked tasks, each decided as if alone; taken back by one press (WF-153). */
export const useTaskBulk = (rows: readonly TaskRow[]): { acts: BulkAct[]; dialog: ReactNode } => {
  const bulk = useBulk();
  const who = useWho();
  const [question, setQuestion] = useState<{ what: Question; target: BulkTarget; answered: (kept: boolean) => void }>();
  const [left, setLeft] = useState<readonly RowAnswer[]>();
  const sendTo =
    (target: BulkTarget): Send =>
    (command, said) =>
      bulk(`${TASKS}/bulk`, command, target, { ...said, left: setLeft }).catch(() => false);
  /** Answers false, which keeps the ticks, when the question is closed without an answer. */
  const ask = (what: Question) => (target: BulkTarget) =>
    new Promise<boolean>((answered) => setQuestion({ what, target, answered }));
  const acts: BulkAct[] = [
    {
      id: 'finish',
      label: words.bulk.finish,
      icon: <Check />,
      key: 'd',
      run: (target) => sendTo(target)({ do: 'finish' }, { doing: words.bulk.finishing, done: words.bulk.finished }),
    },
    {
      id: 'start',
      label: words.bulk.start,
      icon: <Play />,
      key: 's',
      run: (target) => sendTo(target)({ do: 'start' }, { doing: words.bulk.starting, done: words.bulk.started }),
    },
    { id: 'assign', label: words.bulk.assign, icon: <UserRound />, key: 'a', run: ask('assign') },
    { id: 'due', label: words.bulk.due, icon: <CalendarDays />, key: 't', run: ask('due') },
    { id: 'skip', label: words.bulk.skip, icon: <SkipForward />, run: ask('skip') },
  ];
  const close = (kept: boolean) => {
    question?.answered(kept);
    setQuestion(undefined);
  };
  return {
    acts,
    dialog: (
      <>
        {question && (
          <Asked
            {...question}
            must_say_why={can(who, writes('workflows')) !== null || who.reach.workflows !== 'everything'}
            close={() => close(false)}
            send={(command, said) => {
              close(true);
              return sendTo(question.target)(command, said);
            }}
          />
        )}
        {left && <LeftDialog left={left} rows={rows} close={() => setLeft(undefined)} />}
      </>
    ),
  };
};

interface AskedProps {
  what: Question;
  target: BulkTarget;
  must_say_why: boolean;
  close: () => void;
  send: Send;
}

const Asked = ({ what, target: { count }, must_say_why, close, send }: AskedProps) => {
  switch (what) {
    case 'assign':
      return (
        <AssignDialog
          title={task.assign_titles(count)}
          close={close}
          must_say_why={must_say_why}
          give={(to, { name, reason }) =>
            send(
              { do: 'assign', to, reason },
              { doing: words.bulk.assigning, done: (n) => words.bulk.assigned(n, name) },
            )
          }
        />
      );
    case 'due':
      return (
        <DueDialog
          title={task.date_titles(count)}
          close={close}
          due_on={null}
          set={(day) => send({ do: 'set_due', due_on: day }, { doing: words.bulk.dating, done: words.bulk.dated })}
        />
      );
    case 'skip':
      return (
        <ReasonDialog
          title={task.skip_titles(count)}
          close={close}
          text={task.skip_many}
          label={task.skip_reason}
          verb={task.skip_verb}
          required
          send={(reason) => send({ do: 'skip', reason }, { doing: words.bulk.skipping, done: words.bulk.skipped })}
        />
      );
    default:
      return what satisfies never;
  }
};

interface LeftProps {
  left: readonly RowAnswer[];
  rows: readonly TaskRow[];
  close: () => void;
}

/** What was left alone, each with the sentence of its rule. */
const LeftDialog = ({ left, rows, close }: LeftProps) => (
  <Dialog title={task.left_title(left.length)} close={close}>
    <dl className="left-rows">
      {left.map(({ id, because }) => (
        <div key={id}>
          <dt>{nameIn(rows, id)}</dt>
          <dd>{because}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);

const nameIn = (rows: readonly TaskRow[], id: string): string => {
  const row = rows.find((one) => one.id === id);
  return row ? [row.title, row.subject].filter(Boolean).join(', ') : words.bulk.another;
};
