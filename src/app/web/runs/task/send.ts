import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import type { TaskCommand } from '#workflows/runs/commands.ts';
import { TASKS } from '../data.ts';
import type { TaskAct } from '../facts.ts';

/** What is done with one task; of actions that failed too (WF-60). */
export type DoTask =
  | Exclude<TaskCommand, { do: 'comment' }>
  | { do: 'comment_task'; task: Id; text: string; mentions: readonly Id[] }
  | { do: 'retry_action'; task: Id }
  | { do: 'mark_action_done'; task: Id };

/** The command as the API takes it; `version` is the one that was seen (WF-119). */
export const sendTask = (command: DoTask, version: number): Promise<TaskAct> => {
  const at = `${TASKS}/${command.task}`;
  const seen = { version };
  switch (command.do) {
    case 'start_task':
      return api.put(`${at}/start`, {}, seen);
    case 'put_back':
      return api.delete(`${at}/start`, seen);
    case 'finish_task': {
      const { outcome, answers, seen_fields, override_reason } = command;
      return api.put(`${at}/completion`, { outcome, answers, seen_fields, override_reason }, seen);
    }
    case 'reopen_task': {
      const { reason, also, repeat } = command;
      return api.delete(`${at}/completion`, { ...seen, body: { reason, also, repeat } });
    }
    case 'skip_task':
      return api.put(`${at}/skip`, { reason: command.reason }, seen);
    case 'assign_task':
      return api.put(`${at}/assignment`, { to: command.to, reason: command.reason, look: command.look }, seen);
    case 'approve':
      return api.put(`${at}/approval`, {}, seen);
    case 'hand_back':
      return api.post(`${at}/hand-backs`, { comment: command.comment, steps: command.steps }, seen);
    case 'withdraw':
      return api.delete(`${at}/submission`, seen);
    case 'set_due':
      return api.put(`${at}/due-date`, { due_on: command.due_on }, seen);
    case 'restore_due':
      return api.delete(`${at}/due-date`, seen);
    case 'tick':
      return api.put(`${at}/ticks/${command.line}`);
    case 'untick':
      return api.delete(`${at}/ticks/${command.line}`);
    case 'attach_files':
      return api.post(`${at}/files`, { files: command.files });
    case 'remove_file':
      return api.delete(`${at}/files/${command.file}`);
    case 'cancel_task':
      return api.delete(at, seen);
    case 'comment_task':
      return api.post(`${at}/comments`, { text: command.text, mentions: command.mentions });
    case 'answer_form':
      return api.put(`${at}/form-answer`, { answers: command.answers }, seen);
    case 'ask_again':
      return api.post(`${at}/form-letters`, {}, seen);
    case 'retry_action':
      return api.post(`${at}/retry`, {}, seen);
    case 'mark_action_done':
      return api.post(`${at}/done-by-hand`, {}, seen);
    default:
      return command satisfies never;
  }
};
