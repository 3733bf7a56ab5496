import { z } from 'zod';
import type { Answers } from '#forms/answers.ts';
import type { Id } from '#ground/id.ts';
import { isDate, type PlainDate } from '#ground/time.ts';
import type { Actor, Command, Event, Json } from '#kernel/decision/model.ts';
import type { RecordKind } from './model.ts';

/** A task command may carry `seen`: the row's version the screen showed; another one now is a conflict (PL-67, WF-119). */
interface OnTask {
  task: Id;
  seen?: number | undefined;
}
/** A member, or everybody who holds a role. */
export type Assignment = { member: Id } | { role: Id };

/** What people do with a task; the same for steps, tasks by hand in a run, and tasks by hand alone. */
export type TaskCommand =
  | ({ do: 'start_task' } & OnTask)
  | ({ do: 'put_back' } & OnTask)
  | ({ do: 'finish_task' } & OnTask & Finish)
  | ({ do: 'skip_task'; reason?: string | undefined } & OnTask)
  /** `also`: later tasks to do again, `repeat`: actions to repeat; left out: ask when there are any (WF-118). */
  | ({
      do: 'reopen_task';
      reason: string;
      also?: readonly Id[] | undefined;
      repeat?: readonly Id[] | undefined;
    } & OnTask)
  | ({ do: 'tick'; line: string } & OnTask)
  | ({ do: 'untick'; line: string } & OnTask)
  /** `look`: of a review, the first or the second; left out, the one whose turn it is (WF-139). */
  | ({ do: 'assign_task'; to: Assignment; reason?: string | undefined; look?: 1 | 2 | undefined } & OnTask)
  | ({ do: 'set_due'; due_on: PlainDate } & OnTask)
  | ({ do: 'restore_due' } & OnTask)
  | ({ do: 'approve' } & OnTask)
  /** `steps`: keys of judged steps; left out, all of them (WF-137). */
  | ({ do: 'hand_back'; comment: string; steps?: readonly string[] | undefined } & OnTask)
  /** Of a review, or of a step it judges (WF-135). */
  | ({ do: 'withdraw' } & OnTask)
  /** What was uploaded goes to the task (PL-110). */
  | ({ do: 'attach_files'; files: readonly Id[] } & OnTask)
  | ({ do: 'remove_file'; file: Id } & OnTask)
  /** What a client said, entered by a member; `files` are those that its answers name (WF-57). */
  | ({ do: 'answer_form' } & OnTask & FormAnswers)
  /** The same link again, with reminders and end counted from now (WF-57). */
  | ({ do: 'ask_again' } & OnTask)
  /** A task by hand is cancelled by its maker. */
  | ({ do: 'cancel_task' } & OnTask)
  /** On a task, on a planned step, or on the run as a whole. */
  | { do: 'comment'; task?: Id | undefined; step?: string | undefined; text: string; mentions: readonly Id[] };

export interface Finish {
  outcome?: string | undefined;
  answers?: Record<string, Json> | undefined;
  /** Values of the subject's fields the form was filled from, by field, for answers that write one (WF-52). */
  seen_fields?: Record<string, Json> | undefined;
  /** Why it is finished though `finish_if` does not hold (WF-55). */
  override_reason?: string | undefined;
}

export interface FormAnswers {
  answers: Answers;
  files: readonly Id[];
}

/** What makes a task by hand, in a run or alone (WF-120). The id is made at the door. */
export interface NewTask {
  id: Id;
  title: string;
  instructions?: string | undefined;
  to?: Assignment | undefined;
  due_on?: PlainDate | undefined;
}

/** What people do with a run. */
export type SteeringCommand =
  | ({ do: 'add_task' } & NewTask)
  | { do: 'hold'; id: Id; reason: string; until?: PlainDate | undefined }
  | { do: 'release'; hold: Id; dates: 'shift' | 'keep' }
  /** Every hold that a person opened; a room's own stay (WF-115). */
  | { do: 'release_by_hand'; dates: 'shift' | 'keep' }
  | { do: 'cancel'; reason: string }
  | { do: 'restore'; reason: string }
  | { do: 'complete_early' }
  | { do: 'change_run_date'; run_date: PlainDate | null }
  | { do: 'assign_owner'; owner: Id }
  /** `null` takes one of the choices back; a field left out stays (WF-111). */
  | {
      do: 'override_step';
      step: string;
      to?: Assignment | null | undefined;
      due_on?: PlainDate | null | undefined;
      skip?: SkipAhead | null | undefined;
    }
  | { do: 'clear_override'; step: string }
  /** To another version (WF-140); `also_tasks`: steps behind what is done, to be done after all; `seen`: the difference shown. */
  | { do: 'move'; to_version: number; also_tasks?: readonly string[] | undefined; seen?: string | undefined }
  | ({ do: 'retry_action' } & OnTask)
  | ({ do: 'mark_action_done' } & OnTask);

export type Written = { is: 'planned' } | { is: 'to_approve'; text: string } | { is: 'short'; of: readonly string[] };
export type MessageBecame = 'planned' | 'sent' | 'failed' | 'unknown' | 'recalled';

export interface SkipAhead {
  reason?: string | undefined;
}

/** What the machine tells a run; no door of the API makes these. */
export type MachineCommand =
  | { do: 'wake' }
  /** The subject, its authorizations, the calendar or the people changed: all that follows is decided anew (WF-41, WF-116). */
  | { do: 'facts_changed'; roles?: readonly string[] | undefined }
  | { do: 'action_done'; task: Id; attempt: number; child_run_id?: Id | undefined }
  | { do: 'action_failed'; task: Id; attempt: number; because: string }
  /** Its message stands in the outbox: on its way, before somebody's eyes, or short of a value (WF-59, ME-12). */
  | { do: 'action_written'; task: Id; attempt: number; message: Id; as: Written }
  /** Nobody may or can be written to: it is left out, and somebody finds another way (ME-34). */
  | { do: 'action_not_sent'; task: Id; attempt: number; because: string }
  /** The letter of a form stands in the outbox; or none could be written, and why (WF-57). */
  | { do: 'form_asked'; task: Id; attempt: number; message: Id; as: Written }
  | { do: 'form_not_asked'; task: Id; attempt: number; because: string }
  /** Whoever was asked pressed Send (WF-57). */
  | ({ do: 'client_answered'; task: Id; round: number } & FormAnswers)
  /** What became of the message of a step (WF-60). */
  | { do: 'message_became'; message: Id; state: MessageBecame; because: string | null }
  /** A room holds the run for its own reason: a promise, a dispute, an inactive client (PE-26). */
  | { do: 'room_hold'; id: Id; kind: string; reason: string; until?: PlainDate | undefined }
  | { do: 'room_release'; kind: string; dates: 'shift' | 'keep' }
  /** The subject was erased, or deactivated with «cancel» (WF-125). */
  | { do: 'stop'; reason: string }
  /** The subject was absorbed by another record (WF-125). */
  | { do: 'follow'; subject_kind: RecordKind; subject_id: Id; client_id: Id | null }
  /** A member was deactivated; without a successor their work needs an owner (WF-124). */
  | { do: 'member_left'; member: Id; successor: Id | null };

/** All events of one act on this run, newest first. */
export interface TakeBack {
  do: 'undo';
  events: readonly (Event & { id: Id; actor?: Actor | string | undefined })[];
  reason?: string | undefined;
}

export type RunCommand = (TaskCommand | SteeringCommand | MachineCommand | TakeBack) & Command;
/** Of a task by hand alone. */
export type LoneTaskCommand = (TaskCommand | AddLoneTask | TakeBack) & Command;
/** Alone, it may be about a record: whoever loads the state loads that one's facts. */
export type AddLoneTask = { do: 'add_task'; subject?: { record: RecordKind; id: Id } | undefined } & NewTask;

const reason = z.string().trim().min(1, 'Say why.').max(500, 'A reason has at most 500 characters.');
const day = z.string().refine(isDate, 'This is not a day, written YYYY-MM-DD.');
const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const value: z.ZodType<Json> = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);
const assignment = z.union([z.strictObject({ member: z.uuid() }), z.strictObject({ role: z.uuid() })]);

/** Bodies of the API (section 6); versions come as `If-Match`. */
export const finishBody = z.strictObject({
  outcome: z.string().max(40).optional(),
  answers: z.record(key, value).optional(),
  seen_fields: z.record(z.string().max(100), value).optional(),
  override_reason: reason.optional(),
});
export const skipBody = z.strictObject({ reason: reason.optional() });
export const reopenBody = z.strictObject({
  reason,
  also: z.array(z.uuid()).max(200).optional(),
  repeat: z.array(z.uuid()).max(200).optional(),
});
export const assignBody = z.strictObject({
  to: assignment,
  reason: reason.optional(),
  look: z.union([z.literal(1), z.literal(2)]).optional(),
});
export const handBackBody = z.strictObject({
  comment: z.string().trim().min(1, 'Say what is to be done.').max(2000, 'A comment has at most 2,000 characters.'),
  steps: z.array(key).min(1, 'Choose at least one step to hand back.').max(20).optional(),
});
export const dueBody = z.strictObject({ due_on: day });
export const commentBody = z.strictObject({
  text: z.string().trim().min(1, 'Write the comment.').max(10_000, 'A comment has at most 10,000 characters.'),
  mentions: z.array(z.uuid()).max(50).default([]),
});
export const filesBody = z.strictObject({ files: z.array(z.uuid()).min(1, 'Choose a file.').max(50) });
const answer: z.ZodType<Json> = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(50),
]);
export const answersBody = z.strictObject({ answers: z.record(key, answer) });
export const newTaskBody = z.strictObject({
  title: z.string().trim().min(1, 'Give the task a title.').max(120, 'A title has at most 120 characters.'),
  instructions: z.string().max(10_000).optional(),
  to: assignment.optional(),
  due_on: day.optional(),
});
export const holdBody = z.strictObject({ reason, until: day.optional() });
export const releaseBody = z.strictObject({ dates: z.enum(['shift', 'keep']).default('shift') });
export const reasonBody = z.strictObject({ reason });
export const overrideBody = z.strictObject({
  to: assignment.nullable().optional(),
  due_on: day.nullable().optional(),
  skip: z.strictObject({ reason: reason.optional() }).nullable().optional(),
});
/** `seen`: by run the fingerprint of the difference that was shown; one that is another now is left alone (WF-143). */
export const moveBody = z.strictObject({
  to_version: z.int().min(1),
  also_tasks: z.array(key).max(200).default([]),
  seen: z.record(z.uuid(), z.string().max(64)).optional(),
});
export const runChanges = z.strictObject({ owner: z.uuid(), run_date: day.nullable() }).partial();
