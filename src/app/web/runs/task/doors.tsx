import { type ReactNode, useState } from 'react';
import type { Id } from '#ground/id.ts';
import type { At } from '#workflows/runs/moves.ts';
import { approvalsOf } from '#workflows/runs/reviews.ts';
import { isManager } from '#workflows/runs/rights.ts';
import { isByHand, nameOf, stepOf } from '#workflows/runs/state.ts';
import type { Asking, TaskDoors } from './acts.tsx';
import { AssignDialog, DueDialog, type Look, ReasonDialog } from './dialogs.tsx';
import { HandBackDialog } from './hand-back-dialog.tsx';
import { ReopenDialog } from './reopen-dialog.tsx';
import { seatWords } from './seat-words.ts';
import type { DoTask } from './send.ts';
import { useTaskCommand } from './use-task-command.ts';
import { words } from './words.ts';

/** Answering and commenting happen in the panel of a task; whoever shows it opens it there. */
export type InPanel = (at: At, what: 'finish' | 'comment') => void;

/** What can be done with tasks, whichever shows them: acts go at once, those that ask something open a question first. */
export const useTaskDoors = (inPanel: InPanel): { doorsOf: (at: At) => TaskDoors; dialog: ReactNode } => {
  const [asking, setAsking] = useState<{ at: At; what: Exclude<Asking, 'finish' | 'comment'> }>();
  const act = useTaskCommand();
  const actOrThrow = useTaskCommand({ quiet: true });
  const send = ({ task }: At, command: DoTask, to?: string) => act({ task, command, ...(to ? { to } : {}) });
  const doorsOf = (at: At): TaskDoors => ({
    send: (command, called) => send(at, command, called),
    ask: (what) => (what === 'finish' || what === 'comment' ? inPanel(at, what) : setAsking({ at, what })),
  });
  const dialog = asking && (
    <Question
      key={asking.at.task.id + asking.what}
      {...asking}
      close={() => setAsking(undefined)}
      send={(command, to) => send(asking.at, command, to)}
      sendOrThrow={(command) => actOrThrow({ task: asking.at.task, command })}
    />
  );
  return { doorsOf, dialog };
};

interface QuestionProps {
  at: At;
  what: Exclude<Asking, 'finish' | 'comment'>;
  close: () => void;
  send: (command: DoTask, to?: string) => unknown;
  sendOrThrow: (command: DoTask) => Promise<unknown>;
}

const Question = ({ at, what, close, send, sendOrThrow }: QuestionProps) => {
  const { work, task, context } = at;
  const { id, title, due_on, due_by_hand, required } = task;
  switch (what) {
    case 'assign':
      return (
        <AssignDialog
          title={
            task.kind === 'review'
              ? words.reviewer_title(stepOf(work, task.step_key)?.title ?? title)
              : words.assign_title(title)
          }
          close={close}
          must_say_why={!isManager(work, context.who)}
          looks={looksOf(at)}
          give={(to, { name, reason, look }) => send({ do: 'assign_task', task: id, to, reason, look }, name)}
        />
      );
    case 'due':
      return (
        <DueDialog
          title={words.date_title(title)}
          close={close}
          due_on={due_on}
          set={(day) => send({ do: 'set_due', task: id, due_on: day })}
          restore={due_by_hand && !isByHand(task) ? () => send({ do: 'restore_due', task: id }) : undefined}
        />
      );
    case 'skip':
      return (
        <ReasonDialog
          title={words.skip_title(title)}
          close={close}
          text={required ? words.skip_required : words.skip_optional}
          label={words.skip_reason}
          verb={words.skip_verb}
          required={required}
          send={(reason) => sendOrThrow({ do: 'skip_task', task: id, reason })}
        />
      );
    case 'hand_back':
      return <HandBackDialog at={at} close={close} send={sendOrThrow} />;
    case 'reopen':
      return <ReopenDialog task={task} close={close} send={sendOrThrow} />;
    default:
      return what satisfies never;
  }
};

/** Of a review with two looks those that are not decided: one of them is chosen with its new reviewer (WF-139). */
const looksOf = ({ work, task }: At): Look[] => {
  const decided = approvalsOf(task).map(({ look }) => look);
  const open = task.reviewers.length > 1 ? task.reviewers.map((found, index) => ({ found, look: index + 1 })) : [];
  return open
    .filter(({ look }) => !decided.includes(look as 1 | 2))
    .map(({ found, look }) => ({
      look: look as 1 | 2,
      label: `${words.look(look, 2)}: ${found ? seatWords(work, found) : words.nobody_found}`,
      now: task.turn ? look === task.turn : !found,
    }));
};

/** Who has a task, by name; a pool by its role. */
export const holderOf = ({ work, task }: At): { name: string | null; pool: string | null; absent: string | null } => ({
  name: task.assignee_id ? nameOf(work, task.assignee_id) : null,
  pool: task.assignee_id ? null : roleName(work, task.pool_role_id),
  absent: task.for_member_id ? nameOf(work, task.for_member_id) : null,
});

const roleName = (work: At['work'], id: Id | null): string | null =>
  id ? (work.directory.roles.find((role) => role.id === id)?.name ?? words.role_name) : null;
