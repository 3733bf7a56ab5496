import { useMutation } from '@tanstack/react-query';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import { QUICK, quickUnderWay, useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import type { RunCommand, SteeringCommand } from '#workflows/runs/commands.ts';
import { plan } from '#workflows/runs/plan.ts';
import { decide, evolve } from '#workflows/runs/rules.ts';
import { keepRun, keptRun, RUNS, stopReading, useRunContext, WORK_PATHS } from './data.ts';
import type { RunAct } from './facts.ts';
import { takeBack } from './task/use-task-command.ts';

/** What is done with one run as a whole; tasks are added by their own door, moving to another version and releasing all holds are bulk acts. */
export type DoRun =
  | Exclude<SteeringCommand, { do: 'add_task' | 'move' | 'retry_action' | 'mark_action_done' | 'release_by_hand' }>
  | { do: 'comment_run'; text: string; mentions: readonly Id[]; step?: string };

/** The command as the API takes it. */
const sendRun = (id: Id, command: DoRun, version: number): Promise<RunAct> => {
  const at = `${RUNS}/${id}`;
  const seen = { version };
  switch (command.do) {
    case 'hold':
      return api.post(`${at}/holds`, { reason: command.reason, until: command.until });
    case 'release':
      return api.delete(`${at}/holds/${command.hold}`, { body: { dates: command.dates } });
    case 'cancel':
      return api.put(`${at}/cancellation`, { reason: command.reason }, seen);
    case 'restore':
      return api.delete(`${at}/cancellation`, { ...seen, body: { reason: command.reason } });
    case 'complete_early':
      return api.put(`${at}/completion`, {}, seen);
    case 'change_run_date':
      return api.patch(at, { run_date: command.run_date }, seen);
    case 'assign_owner':
      return api.patch(at, { owner: command.owner }, seen);
    case 'override_step': {
      const { step, to, due_on, skip } = command;
      return api.put(`${at}/steps/${step}/override`, { to, due_on, skip });
    }
    case 'clear_override':
      return api.delete(`${at}/steps/${command.step}/override`);
    case 'comment_run':
      return api.post(`${at}/comments`, { text: command.text, mentions: command.mentions, step: command.step });
    default:
      return command satisfies never;
  }
};

interface Doing {
  command: DoRun;
  /** What the toast says; nothing for what is seen where it was done. */
  said?: string;
}

/** An act on a run, on the screen at once by the very rules the server obeys. Throws the refusal, with everything put back. */
export const useRunCommand = (id: Id) => {
  const refresh = useRefresh();
  const context = useRunContext();
  const { mutateAsync } = useMutation<RunAct, unknown, Doing, () => void>({
    mutationKey: QUICK,
    scope: { id: `run ${id}` },
    mutationFn: ({ command }) => sendRun(id, command, keptRun(id)?.version ?? 0),
    onMutate: async ({ command }) => {
      if (command.do === 'comment_run') return () => undefined;
      await stopReading(id);
      const kept = keptRun(id);
      if (!kept) return () => undefined;
      const decided = decide(kept.state, command as RunCommand, context);
      if (!decided.yes) return () => undefined;
      const state = decided.events.reduce(evolve, kept.state);
      keepRun(id, { ...kept, state, plan: plan(state, context) });
      return () => keepRun(id, kept);
    },
    onError: (_, __, putBack) => putBack?.(),
    onSuccess: ({ event_id, version }, { said }) => {
      const kept = keptRun(id);
      if (kept) keepRun(id, { ...kept, version });
      if (said) toast(said, event_id ? { undo: () => takeBack(event_id, refresh) } : {});
    },
    onSettled: () => (quickUnderWay() > 1 ? undefined : refresh(...WORK_PATHS)),
  });
  return mutateAsync;
};
