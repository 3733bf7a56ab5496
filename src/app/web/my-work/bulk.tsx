import { CalendarDays, Check, Play, SkipForward, UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { plural } from '#ground/text.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { BulkAct, BulkTarget } from '#kernel/ui/list/model.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toastProgress } from '#kernel/ui/toast.tsx';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { useWho } from '../me/me.ts';
import { WORK_PATHS } from '../runs/data.ts';
import { AssignDialog, Dialog, DueDialog, ReasonDialog } from '../runs/task/dialogs.tsx';
import { takeBack } from '../runs/task/use-task-command.ts';
import { words as task } from '../runs/task/words.ts';
import { type Left, type Make, targetRows, workOff } from './one-by-one.ts';
import { words } from './words.ts';

const tasks = (n: number) => plural(n, 'task', 'tasks');

interface Said {
  doing: string;
  done: (count: string) => string;
}

type Question = 'assign' | 'due' | 'skip';

/** Acts on ticked tasks, each decided as if alone; taken back by one press (WF-153). */
export const useTaskBulk = (rows: readonly TaskRow[]): { acts: BulkAct[]; dialog: ReactNode } => {
  const refresh = useRefresh();
  const who = useWho();
  const [question, setQuestion] = useState<{ what: Question; target: BulkTarget; answered: (kept: boolean) => void }>();
  const [left, setLeft] = useState<readonly Left[]>();
  const perform = async (target: BulkTarget, make: Make, { doing, done }: Said) => {
    const bar = toastProgress(doing, target.count);
    try {
      const { events, refused } = await workOff(await targetRows(target, rows), make, bar.at);
      const undo = async () => {
        for (const event of events.toReversed()) await takeBack(event, refresh);
      };
      const sentence = done(tasks(events.length));
      bar.done(refused.length ? task.some_left(sentence, refused.length) : sentence, {
        ...(events.length ? { undo } : {}),
        ...(refused.length ? { link: { label: task.see_why, run: () => setLeft(refused) } } : {}),
      });
    } catch (fault) {
      bar.refused(fault);
    } finally {
      await refresh(...WORK_PATHS);
    }
  };
  /** Answers false, which keeps the ticks, when the question is closed without an answer. */
  const ask = (what: Question) => (target: BulkTarget) =>
    new Promise<boolean>((answered) => setQuestion({ what, target, answered }));
  const acts: BulkAct[] = [
    {
      id: 'finish',
      label: words.bulk.finish,
      icon: <Check />,
      key: 'd',
      run: (target) =>
        perform(target, (row) => ({ do: 'finish_task', task: row.id }), {
          doing: words.bulk.finishing,
          done: words.bulk.finished,
        }),
    },
    {
      id: 'start',
      label: words.bulk.start,
      icon: <Play />,
      key: 's',
      run: (target) =>
        perform(target, (row) => ({ do: 'start_task', task: row.id }), {
          doing: words.bulk.starting,
          done: words.bulk.started,
        }),
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
            perform={(make, said) => {
              close(true);
              return perform(question.target, make, said);
            }}
          />
        )}
        {left && <LeftDialog left={left} close={() => setLeft(undefined)} />}
      </>
    ),
  };
};

interface AskedProps {
  what: Question;
  target: BulkTarget;
  must_say_why: boolean;
  close: () => void;
  perform: (make: Make, said: Said) => unknown;
}

const Asked = ({ what, target: { count }, must_say_why, close, perform }: AskedProps) => {
  switch (what) {
    case 'assign':
      return (
        <AssignDialog
          title={task.assign_titles(count)}
          close={close}
          must_say_why={must_say_why}
          give={(to, { name, reason }) =>
            perform((row) => ({ do: 'assign_task', task: row.id, to, reason }), {
              doing: words.bulk.assigning,
              done: (n) => words.bulk.assigned(n, name),
            })
          }
        />
      );
    case 'due':
      return (
        <DueDialog
          title={task.date_titles(count)}
          close={close}
          due_on={null}
          set={(day) =>
            perform((row) => ({ do: 'set_due', task: row.id, due_on: day }), {
              doing: words.bulk.dating,
              done: words.bulk.dated,
            })
          }
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
          send={(reason) =>
            perform((row) => ({ do: 'skip_task', task: row.id, reason }), {
              doing: words.bulk.skipping,
              done: words.bulk.skipped,
            })
          }
        />
      );
    default:
      return what satisfies never;
  }
};

/** What was left alone, each with the sentence of its rule. */
const LeftDialog = ({ left, close }: { left: readonly Left[]; close: () => void }) => (
  <Dialog title={task.left_title(left.length)} close={close}>
    <dl className="left-rows">
      {left.map(({ id, title, because }) => (
        <div key={id}>
          <dt>{title}</dt>
          <dd>{because}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
