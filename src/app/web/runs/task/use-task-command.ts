import { useMutation } from '@tanstack/react-query';
import type { Id } from '#ground/id.ts';
import type { Context } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';
import { dayWords } from '#kernel/ui/day.tsx';
import { changeRows, QUICK, quickUnderWay, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import type { RunCommand } from '#workflows/runs/commands.ts';
import { plan } from '#workflows/runs/plan.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';
import { rowOf, taskById } from '#workflows/runs/state.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import { keepRun, keptRun, RUNS, stopReading, TASKS, useRunContext, WORK_PATHS } from '../data.ts';
import type { RunDetail, TaskAct } from '../facts.ts';
import { type DoTask, sendTask } from './send.ts';
import { words } from './words.ts';

/** The task an act is about, as the screen shows it. */
export interface Addressed {
  id: Id;
  version: number;
  title: string;
  run_id: Id | null;
}

export interface Doing {
  task: Addressed;
  command: DoTask;
  /** «Bo Sample», for the sentence of an assignment; the name of a file. */
  to?: string;
}

/** Versions that our own acts made since the lists were read: the second of two quick acts builds on the first. */
const newest = new Map<Id, number>();
const versionOf = ({ id, version }: Addressed): number => Math.max(version, newest.get(id) ?? 0);

/**
 * An act on a task, on the screen at once: the run is decided here by the very rules the server obeys, the lists follow. A
 * refusal puts everything back and says its sentence (`quiet`: the caller says it). Undo stands in the toast (WF-150).
 */
export const useTaskCommand = ({ quiet }: { quiet?: boolean } = {}) => {
  const refresh = useRefresh();
  const context = useRunContext();
  const { mutateAsync } = useMutation<TaskAct, unknown, Doing, () => void>({
    mutationKey: QUICK,
    scope: { id: 'tasks' },
    mutationFn: async ({ task, command }) => {
      const there = await asTheServerHasIt(task);
      return sendTask({ ...command, task: there.id }, versionOf(there));
    },
    onMutate: async (doing) => {
      const back = [await decideHere(doing, context), changeLists(doing, context)];
      return () => {
        for (const put of back) put();
      };
    },
    onError: (fault, _, putBack) => {
      putBack?.();
      if (!quiet) toastRefusal(fault);
    },
    onSuccess: (answer, { task, command, to }) => {
      newest.set(task.id, answer.version);
      const sentence = sentenceOf(task, command, { to, context });
      const { event_id } = answer;
      if (sentence) toast(sentence, event_id ? { undo: () => takeBack(event_id, refresh) } : {});
    },
    onSettled: () => (quickUnderWay() > 1 ? undefined : refresh(...WORK_PATHS)),
  });
  return (doing: Doing): Promise<TaskAct | undefined> =>
    quiet ? mutateAsync(doing) : mutateAsync(doing).catch(() => undefined);
};

/** Takes an act back (PL-74), then asks again for what it touched. */
export const takeBack = async (event_id: Id, refresh: (...paths: string[]) => unknown): Promise<void> => {
  await api.post(`/events/${event_id}/undo`);
  await refresh(...WORK_PATHS);
};

const nothing = (): void => undefined;

/** Steps that became live here before the server said so: it calls their tasks by ids of its own. */
const foreseen = new Map<Id, { run_id: Id; step: string }>();

const asTheServerHasIt = async (task: Addressed): Promise<Addressed> => {
  const known = foreseen.get(task.id);
  if (!known) return task;
  const { state } = await api.get<RunDetail>(`${RUNS}/${known.run_id}`);
  const there = rowOf(state, known.step);
  return there ? { ...task, id: there.id, version: there.version } : task;
};

/** Decides the run here, where it has been looked at: what becomes live by the act is seen at once. */
const decideHere = async ({ task, command }: Doing, context: Context): Promise<() => void> => {
  if (!task.run_id || command.do === 'comment_task') return nothing;
  await stopReading(task.run_id);
  const kept = keptRun(task.run_id);
  if (!kept) return nothing;
  const decided = decide(kept.state, command as RunCommand, context);
  if (!decided.yes) return nothing;
  const state = decided.events.reduce(evolve, kept.state);
  for (const { id, step_key } of state.tasks)
    if (step_key !== null && !taskById(kept.state, id)) foreseen.set(id, { run_id: task.run_id, step: step_key });
  keepRun(kept.id, { ...kept, state, plan: plan(state, context) });
  return () => keepRun(kept.id, kept);
};

/** The rows of lists: what is over goes, what changed shows it. */
const changeLists = ({ task, command, to }: Doing, context: Context): (() => void) =>
  changeRows<TaskRow>(TASKS, (row) => (row.id === task.id ? rowAfter(row, command, { to, context }) : row));

const rowAfter = (row: TaskRow, command: DoTask, { to, context }: Said): TaskRow | undefined => {
  switch (command.do) {
    case 'start_task':
      return { ...row, state: 'in_progress', assignee_id: row.assignee_id ?? context.who.member_id ?? null };
    case 'put_back':
      return { ...row, state: 'ready', ...(row.pool_role_id ? { assignee_id: null, assignee: null } : {}) };
    case 'finish_task':
    case 'skip_task':
    case 'answer_form':
    case 'cancel_task':
    case 'reopen_task':
    case 'mark_action_done':
    case 'approve':
    case 'hand_back':
    case 'withdraw':
      return undefined;
    case 'assign_task':
      return 'member' in command.to
        ? { ...row, assignee_id: command.to.member, assignee: to ?? null, pool_role_id: null, for_member_id: null }
        : { ...row, assignee_id: null, assignee: null, pool_role_id: command.to.role, for_member_id: null };
    case 'set_due':
      return { ...row, due_on: command.due_on, due_by_hand: true };
    default:
      return row;
  }
};

interface Said {
  to: string | undefined;
  context: Context;
}

/** What the toast says; nothing for what is seen where it was done. */
const sentenceOf = ({ title }: Addressed, command: DoTask, { to, context }: Said): string | undefined => {
  switch (command.do) {
    case 'start_task':
      return words.started(title);
    case 'put_back':
      return words.was_put_back(title);
    case 'finish_task':
      return words.finished(title);
    case 'skip_task':
      return words.skipped(title);
    case 'cancel_task':
      return words.cancelled(title);
    case 'reopen_task':
      return words.reopened(title);
    case 'assign_task':
      return words.assigned(title, to ?? words.role_name);
    case 'approve':
      return words.approved(title);
    case 'hand_back':
      return words.handed_back(title);
    case 'withdraw':
      return words.withdrawn(title);
    case 'set_due':
      return words.dated(title, dayWords(command.due_on, context.today, context.practice.locale));
    case 'restore_due':
      return words.undated(title);
    case 'retry_action':
      return words.retried(title);
    case 'mark_action_done':
      return words.done_by_hand(title);
    case 'answer_form':
      return words.answered(title);
    case 'ask_again':
      return words.asked_again(title);
    case 'attach_files':
      return words.attached(to ?? words.some_files);
    case 'remove_file':
      return words.removed(to ?? words.some_files);
    case 'tick':
    case 'untick':
    case 'comment_task':
      return undefined;
    default:
      return command satisfies never;
  }
};
