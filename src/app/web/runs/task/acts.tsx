import {
  Ban,
  CalendarDays,
  Check,
  ClipboardPen,
  CornerUpLeft,
  MessageSquare,
  Play,
  RotateCcw,
  Send,
  SkipForward,
  Undo2,
  UserRound,
} from 'lucide-react';
import type { Refusal } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { taskActs as asked } from '#workflows/runs/acts.ts';
import { outcomesOf } from '#workflows/runs/finishing.ts';
import type { Task, Work } from '#workflows/runs/model.ts';
import { type At, fits, type Move } from '#workflows/runs/moves.ts';
import { stepOf } from '#workflows/runs/state.ts';
import type { DoTask } from './send.ts';
import { words } from './words.ts';

/** What an act asks for before it is sent. */
export type Asking = 'hand_back' | 'assign' | 'due' | 'skip' | 'reopen' | 'finish' | 'comment';

export interface TaskDoors {
  /** Opens what the act asks for. */
  ask: (what: Asking) => void;
  /** Sends it; `called`: the member or file of the sentence afterwards. */
  send: (command: DoTask, called?: string) => unknown;
}

/**
 * Every legal move of a task and no other (WF-190): what its state does not have is not shown, what this viewer may not do,
 * or not yet, is dead and says why.
 */
export const taskActs = (at: At, doors: TaskDoors): Act[] => {
  const can = asked(at);
  const { id: task, required } = at.task;
  const simple = !asksToFinish(at.work, at.task) && !needsMore(can.finish);
  const act = (move: Move, no: Refusal | null, rest: Omit<Act, 'why_not'>): Act[] =>
    exists(at, move) ? [{ ...rest, why_not: no?.because }] : [];
  return [
    ...act('finish', simple ? can.finish : unlessTyped(can.finish), {
      id: 'finish',
      label: words.finish,
      icon: <Check />,
      key: 'd',
      main: true,
      run: () => (simple ? doors.send({ do: 'finish_task', task }) : doors.ask('finish')),
    }),
    ...act('review', can.review, {
      id: 'approve',
      label: words.approve,
      icon: <Check />,
      key: 'e',
      main: true,
      run: () => doors.send({ do: 'approve', task }),
    }),
    ...act('review', can.review, {
      id: 'hand_back',
      label: words.hand_back,
      icon: <CornerUpLeft />,
      key: 'r',
      run: () => doors.ask('hand_back'),
    }),
    ...withdrawing(at, can.withdraw, doors),
    ...act('answer', can.answer, {
      id: 'answer',
      label: words.enter_answer,
      icon: <ClipboardPen />,
      key: 'd',
      main: !!at.task.needs_attention,
      run: () => doors.ask('finish'),
    }),
    ...act('answer', can.ask_again, {
      id: 'ask_again',
      label: words.ask_again,
      icon: <Send />,
      run: () => doors.send({ do: 'ask_again', task }),
    }),
    ...act('start', can.start, {
      id: 'start',
      label: words.start,
      icon: <Play />,
      key: 's',
      run: () => doors.send({ do: 'start_task', task }),
    }),
    ...act('put_back', can.put_back, {
      id: 'put_back',
      label: words.put_back,
      icon: <Undo2 />,
      key: 'b',
      run: () => doors.send({ do: 'put_back', task }),
    }),
    ...(at.task.kind === 'action' ? settling(at, can.settle, doors) : []),
    ...act('assign', can.assign, {
      id: 'assign',
      label: at.task.turn === 0 ? words.name_reviewer : words.assign,
      icon: <UserRound />,
      key: 'a',
      main: at.task.turn === 0,
      run: () => doors.ask('assign'),
    }),
    ...act('set_due', can.set_due, {
      id: 'due',
      label: words.date,
      icon: <CalendarDays />,
      key: 't',
      run: () => doors.ask('due'),
    }),
    {
      id: 'comment',
      label: words.comment,
      icon: <MessageSquare />,
      key: 'c',
      why_not: can.comment?.because,
      run: () => doors.ask('comment'),
    },
    ...act('skip', can.skip, {
      id: 'skip',
      label: words.skip,
      icon: <SkipForward />,
      run: () => (required ? doors.ask('skip') : doors.send({ do: 'skip_task', task })),
    }),
    ...act('reopen', can.reopen, {
      id: 'reopen',
      label: words.reopen,
      icon: <RotateCcw />,
      run: () => doors.ask('reopen'),
    }),
    ...(at.task.step_key === null
      ? act('cancel', can.cancel, {
          id: 'cancel',
          label: words.cancel,
          icon: <Ban />,
          danger: true,
          run: () => doors.send({ do: 'cancel_task', task }),
        })
      : []),
  ];
};

/** Shown where it is about to be reviewed and is one's own, also once it is too late for it (WF-135). */
const withdrawing = ({ task }: At, no: Refusal | null, { send }: TaskDoors): Act[] =>
  no === null || no.code === 'decided'
    ? [
        {
          id: 'withdraw',
          label: words.withdraw,
          icon: <Undo2 />,
          why_not: no?.because,
          run: () => send({ do: 'withdraw', task: task.id }),
        },
      ]
    : [];

/** Of an action that failed (WF-60). */
const settling = ({ task }: At, no: Refusal | null, { send }: TaskDoors): Act[] =>
  task.state === 'failed'
    ? [
        {
          id: 'retry',
          label: words.retry,
          icon: <RotateCcw />,
          main: true,
          why_not: no?.because,
          run: () => send({ do: 'retry_action', task: task.id }),
        },
        {
          id: 'by_hand',
          label: words.by_hand,
          icon: <Check />,
          why_not: no?.because,
          run: () => send({ do: 'mark_action_done', task: task.id }),
        },
      ]
    : [];

/** A task that waits for other steps shows its start and finish dead; one that waits for its day has none yet (WF-33). */
const exists = (at: At, move: Move): boolean => {
  const no = fits(at, move);
  return no === null || no.code === 'blocked_by';
};

/** Finishing it means to answer or to choose first. */
export const asksToFinish = (work: Work, task: Task): boolean => {
  const step = stepOf(work, task.step_key);
  return outcomesOf({ work, task }).length > 0 || (step?.kind === 'task' && !!step.asks?.length);
};

/** What is in the way can be done in the panel: lines to tick, files to add, a reason to give. */
const needsMore = (no: Refusal | null): boolean => no !== null && HERE.includes(no.code);
const HERE = ['checklist_open', 'files_missing', 'not_yet'];
const unlessTyped = (no: Refusal | null): Refusal | null => (needsMore(no) ? null : no);
